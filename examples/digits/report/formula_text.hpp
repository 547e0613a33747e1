#pragma once

/// A formula of what a network computes, or of how it is trained, with the sentence before it, once
/// a language, with marks. `kind`: as StepDescription has it, or the optimizer's name.
struct FormulaText {
  const char* kind;
  const char* english;  ///< "": the formula goes on from the one before
  const char* indonesian;
  const char* latex;
};

inline constexpr FormulaText formula_texts[] = {
    {"normalisation",
     "Each pixel $g$ (0 to 255) is normalised by the mean $\\mu$ and the standard deviation "
     "$\\sigma$ of the training images, [formula normalisation].",
     "Setiap piksel $g$ (0 sampai 255) dinormalisasi dengan rata-rata $\\mu$ dan simpangan baku "
     "$\\sigma$ data latih menurut persamaan [formula normalisation].",
     "x = \\frac{g / 255 - \\mu}{\\sigma}"},
    {"conv",
     "A convolution slides each filter $o$ of $K \\times K$ weights $w$ and a bias $b$ over all "
     "input channels $i$, in steps of $s$ and with a margin of $p$ zeros, [formula conv]. As in "
     "all "
     "frameworks the filter isn't turned over, so that this is a cross-correlation [cite lecun].",
     "Lapisan konvolusi menggeser setiap filter $o$ yang berisi $K \\times K$ bobot $w$ dan satu "
     "bias $b$ pada semua kanal masukan $i$ dengan langkah (stride) $s$ dan tepi (padding) $p$ "
     "piksel nol menurut persamaan [formula conv]. Seperti pada semua pustaka, filter tidak "
     "dibalik "
     "sehingga operasi ini adalah korelasi silang [cite lecun].",
     "y_{o,r,c} = b_o + \\sum_{i} \\sum_{u=0}^{K-1} \\sum_{v=0}^{K-1} w_{o,i,u,v} \\, "
     "x_{i,\\, r s - p + u,\\, c s - p + v}"},
    {"batch_norm",
     "Batch normalisation brings each channel of a batch $B$ to mean 0 and standard deviation 1 "
     "and "
     "scales it by the trained $\\gamma$ and $\\beta$ [cite ioffe], [formula batch_norm]; in "
     "prediction mean and variance are the running ones of the training.",
     "Batch normalization membuat setiap kanal dalam batch $B$ memiliki rata-rata 0 dan simpangan "
     "baku 1, kemudian menskalakannya dengan $\\gamma$ dan $\\beta$ hasil pelatihan [cite ioffe] "
     "menurut persamaan [formula batch_norm]; pada prediksi digunakan rata-rata dan varians "
     "berjalan "
     "dari pelatihan.",
     "y = \\gamma \\frac{x - \\mu_B}{\\sqrt{\\sigma_B^2 + \\epsilon}} + \\beta"},
    {"relu", "The activation function is ReLU [cite nair], [formula relu].",
     "Fungsi aktivasi yang digunakan adalah ReLU [cite nair] menurut persamaan [formula relu].",
     "f(x) = \\max(0, x)"},
    {"leaky_relu",
     "Leaky ReLU keeps a part $a$ of what is negative [cite maas], [formula leaky_relu].",
     "Leaky ReLU mempertahankan bagian $a$ dari nilai negatif [cite maas] menurut persamaan "
     "[formula leaky_relu].",
     "f(x) = \\max(0, x) + a \\, \\min(0, x)"},
    {"elu", "ELU bends what is negative towards $-\\alpha$ [cite clevert], [formula elu].",
     "ELU melengkungkan nilai negatif menuju $-\\alpha$ [cite clevert] menurut persamaan "
     "[formula elu].",
     "f(x) = \\begin{cases} x & x > 0 \\\\ \\alpha (\\exp(x) - 1) & x \\le 0 \\end{cases}"},
    {"gelu",
     "GELU weighs a value by the normal distribution function $\\Phi$ [cite hendrycks], "
     "[formula gelu].",
     "GELU membobot nilai dengan fungsi distribusi normal $\\Phi$ [cite hendrycks] menurut "
     "persamaan "
     "[formula gelu].",
     "f(x) = x \\, \\Phi(x)"},
    {"silu", "SiLU, or Swish [cite ramachandran], is [formula silu].",
     "SiLU atau Swish [cite ramachandran] dihitung menurut persamaan [formula silu].",
     "f(x) = \\frac{x}{1 + \\exp(-x)}"},
    {"sigmoid", "The sigmoid function is [formula sigmoid].",
     "Fungsi sigmoid dihitung menurut persamaan [formula sigmoid].",
     "f(x) = \\frac{1}{1 + \\exp(-x)}"},
    {"tanh", "The hyperbolic tangent is [formula tanh].",
     "Tangen hiperbolik dihitung menurut persamaan [formula tanh].",
     "f(x) = \\frac{\\exp(x) - \\exp(-x)}{\\exp(x) + \\exp(-x)}"},
    {"max_pool",
     "Max pooling keeps the largest value of each window of $K \\times K$, [formula max_pool].",
     "Max pooling mempertahankan nilai terbesar dari setiap jendela $K \\times K$ menurut "
     "persamaan "
     "[formula max_pool].",
     "y_{c,r,q} = \\max_{0 \\le u, v < K} x_{c,\\, r s - p + u,\\, q s - p + v}"},
    {"average_pool",
     "Average pooling takes the mean of each window of $K \\times K$, [formula average_pool].",
     "Average pooling menghitung rata-rata setiap jendela $K \\times K$ menurut persamaan "
     "[formula average_pool].",
     "y_{c,r,q} = \\frac{1}{K^2} \\sum_{u=0}^{K-1} \\sum_{v=0}^{K-1} "
     "x_{c,\\, r s - p + u,\\, q s - p + v}"},
    {"global_max_pool",
     "Global max pooling keeps the largest value of each channel, [formula global_max_pool].",
     "Global max pooling mempertahankan nilai terbesar setiap kanal menurut persamaan "
     "[formula global_max_pool].",
     "y_c = \\max_{r, q} x_{c,r,q}"},
    {"global_average_pool",
     "Global average pooling takes the mean of each channel of $H \\times W$ values, "
     "[formula global_average_pool].",
     "Global average pooling menghitung rata-rata setiap kanal yang berisi $H \\times W$ nilai "
     "menurut persamaan [formula global_average_pool].",
     "y_c = \\frac{1}{H W} \\sum_{r=1}^{H} \\sum_{q=1}^{W} x_{c,r,q}"},
    {"add",
     "A residual block adds its input to what its layers $F$ compute [cite he2016], [formula add].",
     "Blok residual menjumlahkan masukannya dengan keluaran lapisan-lapisannya $F$ [cite he2016] "
     "menurut persamaan [formula add].",
     "y = F(x) + x"},
    {"concat",
     "Branches $F_1, \\ldots, F_B$ read the same values, and the channels of their results are put "
     "one behind the other, [formula concat].",
     "Cabang-cabang $F_1, \\ldots, F_B$ membaca nilai yang sama, dan kanal-kanal hasilnya "
     "disusun berurutan menurut persamaan [formula concat].",
     "y = (F_1(x), \\ldots, F_B(x))"},
    {"multiply",
     "The results of branches $F_1, \\ldots, F_B$ are multiplied value by value, [formula "
     "multiply]; "
     "one that has a single value a channel is the factor of that whole channel.",
     "Hasil cabang-cabang $F_1, \\ldots, F_B$ dikalikan nilai demi nilai menurut persamaan "
     "[formula "
     "multiply]; hasil yang hanya memiliki satu nilai per kanal menjadi faktor untuk seluruh kanal "
     "tersebut.",
     "y = F_1(x) \\odot \\ldots \\odot F_B(x)"},
    {"dropout",
     "In training, dropout sets each value to 0 with probability $r$ and scales the others "
     "[cite srivastava], [formula dropout]; in prediction it does nothing.",
     "Pada pelatihan, dropout menjadikan setiap nilai 0 dengan probabilitas $r$ dan menskalakan "
     "nilai "
     "lainnya [cite srivastava] menurut persamaan [formula dropout]; pada prediksi dropout tidak "
     "mengubah apa pun.",
     "y_i = \\frac{m_i}{1 - r} \\, x_i , \\quad P(m_i = 0) = r , \\quad P(m_i = 1) = 1 - r"},
    {"dense", "A fully connected (dense) layer weighs all $n$ inputs, [formula dense].",
     "Lapisan fully connected (dense) membobot semua $n$ masukan menurut persamaan [formula "
     "dense].",
     "y_j = b_j + \\sum_{i=1}^{n} w_{j,i} \\, x_i"},
    {"softmax",
     "Softmax turns the outputs (logits) $z$ of the last layer into probabilities of the $C$ "
     "classes, "
     "[formula softmax].",
     "Softmax mengubah keluaran (logit) $z$ lapisan terakhir menjadi probabilitas $C$ kelas "
     "menurut "
     "persamaan [formula softmax].",
     "p_c = \\frac{\\exp(z_c)}{\\sum_{k=1}^{C} \\exp(z_k)}"},
    {"cross-entropy",
     "The loss is the cross-entropy of these with the label $t$, smoothed by $s$ [cite szegedy], "
     "[formula cross-entropy]; the bracket is 1 where it is true and 0 elsewhere.",
     "Fungsi loss adalah cross-entropy antara probabilitas tersebut dan label $t$ yang dihaluskan "
     "sebesar $s$ [cite szegedy] menurut persamaan [formula cross-entropy]; kurung siku bernilai 1 "
     "jika pernyataannya benar dan 0 jika tidak.",
     "L = - \\sum_{c=1}^{C} q_c \\log p_c , \\quad q_c = (1 - s) \\, [c = t] + \\frac{s}{C}"},
    {"focal",
     "The loss is the focal loss of these with the label $t$, in which images that are read "
     "rightly and surely count little [cite lin], [formula focal].",
     "Fungsi loss adalah focal loss antara probabilitas tersebut dan label $t$, dengan bobot kecil "
     "untuk citra yang sudah diprediksi benar dan yakin [cite lin], menurut persamaan "
     "[formula focal].",
     "L = - (1 - p_t)^2 \\log p_t"},
    {"hinge",
     "The loss is the hinge loss: the output of the label $t$ is to be larger than all others by 1 "
     "[cite crammer], [formula hinge].",
     "Fungsi loss adalah hinge loss: keluaran untuk label $t$ harus lebih besar 1 daripada semua "
     "keluaran lain [cite crammer] menurut persamaan [formula hinge].",
     "L = \\frac{1}{C} \\sum_{c \\ne t} \\max(0, 1 - z_t + z_c)"},
    {"adam",
     "The optimizer is Adam [cite kingma]: of the gradient $g$ (with $\\lambda \\theta$ added to "
     "it) "
     "it keeps running means, [formula adam], and updates each weight $\\theta$ at step $t$ with "
     "the "
     "learning rate $\\eta$, [formula adam-step].",
     "Optimizer yang digunakan adalah Adam [cite kingma]: rata-rata berjalan dihitung dari gradien "
     "$g$ (yang ditambah $\\lambda \\theta$) menurut persamaan [formula adam], kemudian setiap "
     "bobot "
     "$\\theta$ diperbarui pada langkah $t$ dengan laju pembelajaran $\\eta$ menurut persamaan "
     "[formula adam-step].",
     "m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t , \\quad v_t = \\beta_2 v_{t-1} + (1 - \\beta_2) "
     "g_t^2"},
    {"adam-step", "", "",
     "\\theta_t = \\theta_{t-1} - \\eta \\frac{m_t / (1 - \\beta_1^t)}{\\sqrt{v_t / (1 - "
     "\\beta_2^t)} "
     "+ \\epsilon}"},
    {"adamw",
     "The optimizer is AdamW [cite loshchilov], Adam [cite kingma] with weight decay $\\lambda$ of "
     "its own: of the gradient $g$ it keeps running means, [formula adamw], and updates each "
     "weight "
     "$\\theta$ at step $t$ with the learning rate $\\eta$, [formula adamw-step].",
     "Optimizer yang digunakan adalah AdamW [cite loshchilov], yaitu Adam [cite kingma] dengan "
     "peluruhan bobot $\\lambda$ yang terpisah: rata-rata berjalan dihitung dari gradien $g$ "
     "menurut "
     "persamaan [formula adamw], kemudian setiap bobot $\\theta$ diperbarui pada langkah $t$ "
     "dengan "
     "laju pembelajaran $\\eta$ menurut persamaan [formula adamw-step].",
     "m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t , \\quad v_t = \\beta_2 v_{t-1} + (1 - \\beta_2) "
     "g_t^2"},
    {"adamw-step", "", "",
     "\\theta_t = (1 - \\eta \\lambda) \\theta_{t-1} - \\eta \\frac{m_t / (1 - "
     "\\beta_1^t)}{\\sqrt{v_t / (1 - \\beta_2^t)} + \\epsilon}"},
    {"sgd",
     "The optimizer is stochastic gradient descent with Nesterov's momentum $\\mu$ [cite "
     "sutskever]: "
     "of the gradient $g$ (with $\\lambda \\theta$ added to it) it keeps a running sum, "
     "[formula sgd], and updates each weight $\\theta$ at step $t$ with the learning rate $\\eta$, "
     "[formula sgd-step].",
     "Optimizer yang digunakan adalah stochastic gradient descent dengan momentum Nesterov $\\mu$ "
     "[cite sutskever]: jumlah berjalan dihitung dari gradien $g$ (yang ditambah $\\lambda "
     "\\theta$) "
     "menurut persamaan [formula sgd], kemudian setiap bobot $\\theta$ diperbarui pada langkah $t$ "
     "dengan laju pembelajaran $\\eta$ menurut persamaan [formula sgd-step].",
     "b_t = \\mu b_{t-1} + g_t"},
    {"sgd-step", "", "", "\\theta_t = \\theta_{t-1} - \\eta (g_t + \\mu b_t)"},
    {"rmsprop",
     "The optimizer is RMSprop [cite hinton2012]: of the gradient $g$ (with $\\lambda \\theta$ "
     "added "
     "to it) it keeps a running mean of squares, [formula rmsprop], and updates each weight "
     "$\\theta$ "
     "at step $t$ with the learning rate $\\eta$, [formula rmsprop-step].",
     "Optimizer yang digunakan adalah RMSprop [cite hinton2012]: rata-rata berjalan kuadrat "
     "dihitung "
     "dari gradien $g$ (yang ditambah $\\lambda \\theta$) menurut persamaan [formula rmsprop], "
     "kemudian setiap bobot $\\theta$ diperbarui pada langkah $t$ dengan laju pembelajaran $\\eta$ "
     "menurut persamaan [formula rmsprop-step].",
     "v_t = \\alpha v_{t-1} + (1 - \\alpha) g_t^2"},
    {"rmsprop-step", "", "",
     "\\theta_t = \\theta_{t-1} - \\eta \\frac{g_t}{\\sqrt{v_t} + \\epsilon}"},
    {"nadam",
     "The optimizer is Nadam [cite dozat], Adam [cite kingma] with Nesterov's momentum, $u_t = "
     "\\beta_1 (1 - 0.96^{0.004 t} / 2)$ at step $t$ and $U_t = u_1 u_2 \\ldots u_t$: of the "
     "gradient $g$ (with $\\lambda \\theta$ added to it) it keeps running means, [formula "
     "nadam], and updates each weight $\\theta$ with the learning rate $\\eta$, [formula "
     "nadam-step].",
     "Optimizer yang digunakan adalah Nadam [cite dozat], yaitu Adam [cite kingma] dengan "
     "momentum Nesterov, $u_t = \\beta_1 (1 - 0.96^{0.004 t} / 2)$ pada langkah $t$ dan $U_t = "
     "u_1 u_2 \\ldots u_t$: rata-rata berjalan dihitung dari gradien $g$ (yang ditambah "
     "$\\lambda \\theta$) menurut persamaan [formula nadam], kemudian setiap bobot $\\theta$ "
     "diperbarui dengan laju pembelajaran $\\eta$ menurut persamaan [formula nadam-step].",
     "m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t , \\quad v_t = \\beta_2 v_{t-1} + (1 - "
     "\\beta_2) g_t^2"},
    {"nadam-step", "", "",
     "\\theta_t = \\theta_{t-1} - \\eta \\frac{g_t (1 - u_t) / (1 - U_t) + m_t u_{t+1} / (1 - "
     "U_{t+1})}{\\sqrt{v_t / (1 - \\beta_2^t)} + \\epsilon}"},
    {"radam",
     "The optimizer is RAdam [cite liu], Adam [cite kingma] that trusts the mean of squares the "
     "more the more steps it is made of: of the gradient $g$ (with $\\lambda \\theta$ added to "
     "it) it keeps running means, [formula radam], and updates each weight $\\theta$ at step "
     "$t$ with the learning rate $\\eta$, [formula radam-step], where $n = 2 / (1 - \\beta_2) - "
     "1$ and $k_t = n - 2 t \\beta_2^t / (1 - \\beta_2^t)$.",
     "Optimizer yang digunakan adalah RAdam [cite liu], yaitu Adam [cite kingma] yang makin "
     "mengandalkan rata-rata kuadrat jika langkahnya makin banyak: rata-rata berjalan dihitung "
     "dari gradien $g$ (yang ditambah $\\lambda \\theta$) menurut persamaan [formula radam], "
     "kemudian setiap bobot $\\theta$ diperbarui pada langkah $t$ dengan laju pembelajaran "
     "$\\eta$ menurut persamaan [formula radam-step], dengan $n = 2 / (1 - \\beta_2) - 1$ dan "
     "$k_t = n - 2 t \\beta_2^t / (1 - \\beta_2^t)$.",
     "m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t , \\quad v_t = \\beta_2 v_{t-1} + (1 - "
     "\\beta_2) g_t^2"},
    {"radam-step", "", "",
     "\\theta_t = \\theta_{t-1} - \\eta \\frac{m_t}{1 - \\beta_1^t} \\begin{cases} \\frac{r_t "
     "\\sqrt{1 - \\beta_2^t}}{\\sqrt{v_t} + \\epsilon} & k_t > 5 \\\\ 1 & k_t \\le 5 "
     "\\end{cases} , \\quad r_t = \\sqrt{\\frac{(k_t - 4) (k_t - 2) n}{(n - 4) (n "
     "- 2) k_t}}"},
    {"adagrad",
     "The optimizer is Adagrad [cite duchi]: of the gradient $g$ (with $\\lambda \\theta$ added "
     "to it) it keeps the sum of squares, [formula adagrad], and updates each weight $\\theta$ "
     "at step $t$ with the learning rate $\\eta$, [formula adagrad-step].",
     "Optimizer yang digunakan adalah Adagrad [cite duchi]: jumlah kuadrat dihitung dari "
     "gradien $g$ (yang ditambah $\\lambda \\theta$) menurut persamaan [formula adagrad], "
     "kemudian setiap bobot $\\theta$ diperbarui pada langkah $t$ dengan laju pembelajaran "
     "$\\eta$ menurut persamaan [formula adagrad-step].",
     "v_t = v_{t-1} + g_t^2"},
    {"adagrad-step", "", "",
     "\\theta_t = \\theta_{t-1} - \\eta \\frac{g_t}{\\sqrt{v_t} + \\epsilon}"},
    {"lion",
     "The optimizer is Lion [cite chen], whose steps are of one length: from the gradient $g$ "
     "and its running mean it takes a sign, [formula lion], and updates each weight $\\theta$ "
     "at step $t$ with the learning rate $\\eta$ and the weight decay $\\lambda$, [formula "
     "lion-step].",
     "Optimizer yang digunakan adalah Lion [cite chen] yang langkahnya selalu sama panjang: "
     "tanda diambil dari gradien $g$ dan rata-rata berjalannya menurut persamaan [formula "
     "lion], kemudian setiap bobot $\\theta$ diperbarui pada langkah $t$ dengan laju "
     "pembelajaran $\\eta$ dan peluruhan bobot $\\lambda$ menurut persamaan [formula lion-step].",
     "c_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t , \\quad m_t = \\beta_2 m_{t-1} + (1 - "
     "\\beta_2) g_t"},
    {"lion-step", "", "",
     "\\theta_t = (1 - \\eta \\lambda) \\theta_{t-1} - \\eta \\, \\mathrm{sign} (c_t)"},
    {"l1",
     "An L1 penalty of $\\lambda_1$ draws all weights to 0 alike [cite tibshirani], [formula l1].",
     "Penalti L1 sebesar $\\lambda_1$ menarik semua bobot sama kuat ke 0 [cite tibshirani] menurut "
     "persamaan [formula l1].",
     "g_t \\leftarrow g_t + \\lambda_1 \\, \\mathrm{sign} (\\theta_{t-1})"},
    {"ema_decay",
     "What is measured and kept is a moving average $a$ of the weights after each step $t$ [cite "
     "polyak], [formula ema_decay].",
     "Bobot yang diukur dan disimpan adalah rata-rata bergerak $a$ dari bobot setelah setiap "
     "langkah $t$ [cite polyak] menurut persamaan [formula ema_decay].",
     "a_t = d_t a_{t-1} + (1 - d_t) \\theta_t , \\quad d_t = \\min(d, \\frac{1 + t}{10 + t})"},
    {"swa",
     "What is measured and kept is the mean $a$ of the weights at the end of the last $n$ of $E$ "
     "epochs "
     "[cite izmailov], [formula swa]; batch normalisation's running statistics are measured anew "
     "for it, on the training images.",
     "Bobot yang diukur dan disimpan adalah rata-rata $a$ dari bobot pada akhir $n$ epoch terakhir "
     "dari $E$ epoch "
     "[cite izmailov] menurut persamaan [formula swa]; statistik berjalan batch normalisation "
     "dihitung ulang untuknya dengan data latih.",
     "a = \\frac{1}{n} \\sum_{e=E-n+1}^{E} \\theta_e"},
    {"mixup",
     "Mixup blends each image and its label with another one of the batch [cite zhang], "
     "[formula mixup].",
     "Mixup mencampur setiap citra beserta labelnya dengan citra lain dari batch yang sama [cite "
     "zhang] menurut persamaan [formula mixup].",
     "x = (1 - s) \\, x_a + s \\, x_b , \\quad q = (1 - s) \\, q_a + s \\, q_b , \\quad s = "
     "\\min(l, 1 - l) , \\quad l \\sim B(\\alpha, \\alpha)"},
    {"cutmix",
     "CutMix puts a rectangle of another image of the batch into each; of the label as much "
     "changes as of the area, a part $s$ [cite yun], [formula cutmix].",
     "CutMix menyisipkan persegi panjang dari citra lain dalam batch ke setiap citra; bagian label "
     "yang berubah sama dengan bagian luasnya, $s$ [cite yun], menurut persamaan "
     "[formula cutmix].",
     "q = (1 - s) \\, q_a + s \\, q_b , \\quad s = \\min(l, 1 - l) , \\quad l \\sim B(\\alpha, "
     "\\alpha)"},
};
