#pragma once

#include <string>
#include <string_view>

/// A work that a report cites.
struct Work {
  const char* key;
  const char* first;   ///< author
  const char* second;  ///< author; "+": and others; "": none
  const char* year;
  const char* entry;  ///< as it stands among the references
};

inline constexpr Work works[] = {
    {"clevert", "Clevert", "+", "2016",
     "Clevert, D.-A., Unterthiner, T., & Hochreiter, S. (2016). Fast and accurate deep network "
     "learning by exponential linear units (ELUs). International Conference on Learning "
     "Representations (ICLR). arXiv:1511.07289."},
    {"chen", "Chen", "+", "2023",
     "Chen, X., Liang, C., Huang, D., Real, E., Wang, K., Pham, H., Dong, X., Luong, T., Hsieh, "
     "C.-J., Lu, Y., & Le, Q. V. (2023). Symbolic discovery of optimization algorithms. Advances "
     "in Neural Information Processing Systems 36. arXiv:2302.06675."},
    {"crammer", "Crammer", "Singer", "2001",
     "Crammer, K., & Singer, Y. (2001). On the algorithmic implementation of multiclass "
     "kernel-based vector machines. Journal of Machine Learning Research, 2, 265–292."},
    {"dozat", "Dozat", "", "2016",
     "Dozat, T. (2016). Incorporating Nesterov momentum into Adam. International Conference on "
     "Learning Representations (ICLR), workshop track."},
    {"duchi", "Duchi", "+", "2011",
     "Duchi, J., Hazan, E., & Singer, Y. (2011). Adaptive subgradient methods for online learning "
     "and stochastic optimization. Journal of Machine Learning Research, 12, 2121–2159."},
    {"fawcett", "Fawcett", "", "2006",
     "Fawcett, T. (2006). An introduction to ROC analysis. Pattern Recognition Letters, 27(8), "
     "861–874."},
    {"glorot", "Glorot", "Bengio", "2010",
     "Glorot, X., & Bengio, Y. (2010). Understanding the difficulty of training deep feedforward "
     "neural networks. Proceedings of the 13th International Conference on Artificial Intelligence "
     "and Statistics (AISTATS), PMLR 9, 249–256."},
    {"guo", "Guo", "+", "2017",
     "Guo, C., Pleiss, G., Sun, Y., & Weinberger, K. Q. (2017). On calibration of modern neural "
     "networks. Proceedings of the 34th International Conference on Machine Learning (ICML), PMLR "
     "70, 1321–1330."},
    {"he2015", "He", "+", "2015",
     "He, K., Zhang, X., Ren, S., & Sun, J. (2015). Delving deep into rectifiers: Surpassing "
     "human-level performance on ImageNet classification. IEEE International Conference on "
     "Computer "
     "Vision (ICCV), 1026–1034."},
    {"he2016", "He", "+", "2016",
     "He, K., Zhang, X., Ren, S., & Sun, J. (2016). Deep residual learning for image recognition. "
     "IEEE Conference on Computer Vision and Pattern Recognition (CVPR), 770–778."},
    {"hendrycks", "Hendrycks", "Gimpel", "2016",
     "Hendrycks, D., & Gimpel, K. (2016). Gaussian error linear units (GELUs). arXiv:1606.08415."},
    {"hinton2012", "Tieleman", "Hinton", "2012",
     "Tieleman, T., & Hinton, G. (2012). Lecture 6.5: RMSprop: Divide the gradient by a running "
     "average of its recent magnitude. COURSERA: Neural Networks for Machine Learning."},
    {"ioffe", "Ioffe", "Szegedy", "2015",
     "Ioffe, S., & Szegedy, C. (2015). Batch normalization: Accelerating deep network training by "
     "reducing internal covariate shift. Proceedings of the 32nd International Conference on "
     "Machine "
     "Learning (ICML), PMLR 37, 448–456."},
    {"jamieson", "Jamieson", "Talwalkar", "2016",
     "Jamieson, K., & Talwalkar, A. (2016). Non-stochastic best arm identification and "
     "hyperparameter optimization. Proceedings of the 19th International Conference on Artificial "
     "Intelligence and Statistics (AISTATS), PMLR 51, 240–248."},
    {"izmailov", "Izmailov", "+", "2018",
     "Izmailov, P., Podoprikhin, D., Garipov, T., Vetrov, D., & Wilson, A. G. (2018). Averaging "
     "weights leads to wider optima and better generalization. Conference on Uncertainty in "
     "Artificial Intelligence (UAI), 876–885. arXiv:1803.05407."},
    {"kingma", "Kingma", "Ba", "2015",
     "Kingma, D. P., & Ba, J. (2015). Adam: A method for stochastic optimization. International "
     "Conference on Learning Representations (ICLR). arXiv:1412.6980."},
    {"lecun", "LeCun", "+", "1998",
     "LeCun, Y., Bottou, L., Bengio, Y., & Haffner, P. (1998). Gradient-based learning applied to "
     "document recognition. Proceedings of the IEEE, 86(11), 2278–2324."},
    {"lin", "Lin", "+", "2017",
     "Lin, T.-Y., Goyal, P., Girshick, R., He, K., & Dollár, P. (2017). Focal loss for dense "
     "object "
     "detection. IEEE International Conference on Computer Vision (ICCV), 2980–2988."},
    {"liu", "Liu", "+", "2020",
     "Liu, L., Jiang, H., He, P., Chen, W., Liu, X., Gao, J., & Han, J. (2020). On the variance of "
     "the adaptive learning rate and beyond. International Conference on Learning Representations "
     "(ICLR). arXiv:1908.03265."},
    {"loshchilov", "Loshchilov", "Hutter", "2019",
     "Loshchilov, I., & Hutter, F. (2019). Decoupled weight decay regularization. International "
     "Conference on Learning Representations (ICLR). arXiv:1711.05101."},
    {"maas", "Maas", "+", "2013",
     "Maas, A. L., Hannun, A. Y., & Ng, A. Y. (2013). Rectifier nonlinearities improve neural "
     "network "
     "acoustic models. ICML Workshop on Deep Learning for Audio, Speech and Language Processing."},
    {"mcnemar", "McNemar", "", "1947",
     "McNemar, Q. (1947). Note on the sampling error of the difference between correlated "
     "proportions "
     "or percentages. Psychometrika, 12(2), 153–157."},
    {"nair", "Nair", "Hinton", "2010",
     "Nair, V., & Hinton, G. E. (2010). Rectified linear units improve restricted Boltzmann "
     "machines. "
     "Proceedings of the 27th International Conference on Machine Learning (ICML), 807–814."},
    {"northcutt", "Northcutt", "+", "2021",
     "Northcutt, C., Jiang, L., & Chuang, I. (2021). Confident learning: Estimating uncertainty in "
     "dataset labels. Journal of Artificial Intelligence Research, 70, 1373–1411."},
    {"polyak", "Polyak", "Juditsky", "1992",
     "Polyak, B. T., & Juditsky, A. B. (1992). Acceleration of stochastic approximation by "
     "averaging. SIAM Journal on Control and Optimization, 30(4), 838–855."},
    {"ramachandran", "Ramachandran", "+", "2017",
     "Ramachandran, P., Zoph, B., & Le, Q. V. (2017). Searching for activation functions. "
     "arXiv:1710.05941."},
    {"selvaraju", "Selvaraju", "+", "2017",
     "Selvaraju, R. R., Cogswell, M., Das, A., Vedantam, R., Parikh, D., & Batra, D. (2017). "
     "Grad-CAM: Visual explanations from deep networks via gradient-based localization. IEEE "
     "International Conference on Computer Vision (ICCV), 618–626."},
    {"shorten", "Shorten", "Khoshgoftaar", "2019",
     "Shorten, C., & Khoshgoftaar, T. M. (2019). A survey on image data augmentation for deep "
     "learning. Journal of Big Data, 6, 60."},
    {"simard", "Simard", "+", "2003",
     "Simard, P. Y., Steinkraus, D., & Platt, J. C. (2003). Best practices for convolutional "
     "neural "
     "networks applied to visual document analysis. Proceedings of the 7th International "
     "Conference "
     "on Document Analysis and Recognition (ICDAR), 958–963."},
    {"simonyan", "Simonyan", "Zisserman", "2015",
     "Simonyan, K., & Zisserman, A. (2015). Very deep convolutional networks for large-scale image "
     "recognition. International Conference on Learning Representations (ICLR). arXiv:1409.1556."},
    {"smith", "Smith", "Topin", "2019",
     "Smith, L. N., & Topin, N. (2019). Super-convergence: Very fast training of neural networks "
     "using large learning rates. Artificial Intelligence and Machine Learning for Multi-Domain "
     "Operations Applications, Proceedings of SPIE 11006, 1100612."},
    {"srivastava", "Srivastava", "+", "2014",
     "Srivastava, N., Hinton, G., Krizhevsky, A., Sutskever, I., & Salakhutdinov, R. (2014). "
     "Dropout: "
     "A simple way to prevent neural networks from overfitting. Journal of Machine Learning "
     "Research, "
     "15, 1929–1958."},
    {"sutskever", "Sutskever", "+", "2013",
     "Sutskever, I., Martens, J., Dahl, G., & Hinton, G. (2013). On the importance of "
     "initialization "
     "and momentum in deep learning. Proceedings of the 30th International Conference on Machine "
     "Learning (ICML), PMLR 28(3), 1139–1147."},
    {"szegedy", "Szegedy", "+", "2016",
     "Szegedy, C., Vanhoucke, V., Ioffe, S., Shlens, J., & Wojna, Z. (2016). Rethinking the "
     "Inception "
     "architecture for computer vision. IEEE Conference on Computer Vision and Pattern Recognition "
     "(CVPR), 2818–2826."},
    {"tibshirani", "Tibshirani", "", "1996",
     "Tibshirani, R. (1996). Regression shrinkage and selection via the lasso. Journal of the "
     "Royal "
     "Statistical Society, Series B, 58(1), 267–288."},
    {"wilson", "Wilson", "", "1927",
     "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
     "Journal of the American Statistical Association, 22(158), 209–212."},
    {"yun", "Yun", "+", "2019",
     "Yun, S., Han, D., Oh, S. J., Chun, S., Choe, J., & Yoo, Y. (2019). CutMix: Regularization "
     "strategy to train strong classifiers with localizable features. IEEE/CVF International "
     "Conference on Computer Vision (ICCV), 6023–6032."},
    {"zeiler", "Zeiler", "Fergus", "2014",
     "Zeiler, M. D., & Fergus, R. (2014). Visualizing and understanding convolutional networks. "
     "European Conference on Computer Vision (ECCV), 818–833."},
    {"zhang", "Zhang", "+", "2018",
     "Zhang, H., Cisse, M., Dauphin, Y. N., & Lopez-Paz, D. (2018). mixup: Beyond empirical risk "
     "minimization. International Conference on Learning Representations (ICLR)."},
};

/// nullptr: none has this key.
inline const Work* find_work(std::string_view key) {
  for (const Work& work : works)
    if (key == work.key) return &work;
  return nullptr;
}
