#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

#include "number.hpp"

/// What a field of a data set's card is called, and what belongs in it.
struct CardField {
  const char* title = "";
  const char* hint = "";
};

/// What stands for a value in help, and a language's word for it.
struct Placeholder {
  const char* english = "";
  const char* word = "";
};

/// Every text that a person reads, once a language. {} stands for a value, {image|images} for the
/// word that the value before it asks for.
struct Texts {
  NumberSigns signs;
  Placeholder placeholders[5];

  // Help.
  const char* about;
  const char* usage;
  const char* options;
  const char* arguments;
  const char* commands;
  const char* command;
  const char* inspect;
  const char* augment_command;
  const char* train;
  const char* evaluate;
  const char* predict;
  const char* compare;
  const char* tune;
  const char* report;
  const char* export_command;
  const char* import_command;
  const char* demo;
  const char* more_help;
  const char* shortened;
  const char* help;
  const char* data;
  const char* images;
  const char* show;
  const char* csv;
  const char* least_probability;
  const char* turn;
  const char* json;
  const char* quiet;
  const char* lang;
  const char* tile;
  const char* strict;
  const char* fit;
  const char* cache;
  const char* reading_photograph;
  const char* not_kept;
  const char* threads;
  const char* out;
  const char* out_folder;
  const char* model;
  const char* model_or_own;
  const char* test;
  const char* net;
  const char* recipe_option;
  const char* epochs;
  const char* batch_size;
  const char* learning_rate;
  const char* optimizer;
  const char* schedule;
  const char* loss_option;
  const char* weight_decay;
  const char* l1;
  const char* dropout;
  const char* label_smoothing;
  const char* ema_decay;
  const char* swa;
  const char* mixup;
  const char* cutmix;
  const char* augment;
  const char* tune_augment;
  const char* seed;
  const char* validation;
  const char* test_split;
  const char* split;
  const char* writers;
  const char* writer_pattern;
  const char* a_writer_pattern;
  const char* train_limit;
  const char* all;
  const char* checkpoint;
  const char* resume;
  const char* find_rate;
  const char* card;
  const char* new_card;
  const char* steps;
  const char* digit_shown;
  const char* index_shown;
  const char* mean_images_out;
  const char* found_csv;
  const char* labels;
  const char* label_folds;
  const char* apply;
  const char* write_dataset;
  const char* copies;
  const char* balance;
  const char* seeds;
  const char* each;
  const char* minutes;
  const char* trials;
  const char* folds;
  const char* report_seeds;
  const char* report_minutes;
  const char* report_trials;
  const char* chapters;
  const char* docx;
  const char* latex;
  const char* page_out;

  // What is wrong with the command line.
  const char* error;
  const char* no_command;
  const char* unexpected;
  const char* needs_value;
  const char* missing;
  const char* no_images_given;
  const char* must_be;
  const char* whole_number;
  const char* number_above;
  const char* number_from;
  const char* number_within;
  const char* one_of;
  const char* tile_size;
  const char* a_picture;
  const char* same_file;
  const char* no_dropout;
  const char* batch_too_large;
  const char* limit_too_large;
  const char* too_few;
  const char* only_one_of;
  const char* no_such_digit;
  const char* no_such_index;
  const char* nothing_to_compare;
  const char* each_validates;
  const char* tune_validates;
  const char* plateau_validates;
  const char* output_lost;
  const char* no_memory;

  // Data.
  const char* bundled;
  const char* read_from;
  const char* and_test;
  const char* idx_files;
  const char* class_folders;
  const char* sheet;
  const char* table;
  const char* arrays;
  const char* cifar;
  const char* transposed;
  const char* resized;
  const char* inverted;
  const char* photographs;
  const char* centred;
  const char* skipped;
  const char* left_out_files;
  const char* class_numbers;
  const char* net_file;
  const char* compile_option;
  const char* line_of;
  const char* a_layer;
  const char* nothing;
  const char* from_to;
  const char* from_below;
  const char* window_fits;
  const char* net_limits;
  const char* groups_divide;
  const char* nested_blocks;
  const char* end_of_block;
  const char* equal_shapes;
  const char* branches_fit;
  const char* same_size;
  const char* compiling_net;
  const char* not_compiled;
  const char* other_headers;
  const char* no_compiler;
  const char* needs_compile;
  const char* no_cache;
  const char* own_folder;
  const char* another;
  const char* another_name;
  const char* own_rates;
  const char* known_classes;
  const char* cpu_has_more;

  // inspect
  const char* image_shape;
  const char* pixel_statistics;
  const char* first_of_each;
  const char* pixel_frame;
  const char* mean_images;
  const char* counts_and_split;
  const char* counts_and_test_set;
  const char* tested;
  const char* ink;
  const char* total;
  const char* findings;
  const char* blank;
  const char* unusual_ink;
  const char* cut_off;
  const char* exact_duplicates;
  const char* near_duplicates;
  const char* other_label;
  const char* leaks;
  const char* imbalance;
  const char* most_and_fewest;
  const char* train_image;
  const char* test_image;

  // The steps of the data
  const char* data_steps;
  const char* read_step;
  const char* check_step;
  const char* convert_step;
  const char* resize_step;
  const char* normalise_step;
  const char* split_step;
  const char* pack_step;
  const char* file_count;
  const char* image_count;
  const char* pack_count;
  const char* check_detail;
  const char* convert_detail;
  const char* resize_idx;
  const char* resize_digit;
  const char* resize_stretch;
  const char* resize_folders;
  const char* resize_sheet;
  const char* normalise_detail;
  const char* split_detail;
  const char* pack_detail;

  // The data's card
  const char* card_of;
  const char* no_card;
  const char* empty_card;
  const char* unknown_field;
  const char* card_made;
  CardField card_fields[11];  ///< as DataCard::fields

  // train
  const char* training;
  const char* parts;
  const char* recipe;
  const char* augmentation;
  const char* epoch;
  const char* loss;
  const char* trained;
  const char* validated;
  const char* images_per_second;
  const char* time_left;
  const char* interrupted;
  const char* interrupted_resumable;
  const char* resumed;
  const char* diverged;
  const char* at_chance;
  const char* took;
  const char* on_held_out;
  const char* on_test;
  const char* saved;

  // augment
  const char* images_of_each;
  const char* before;
  const char* after;
  const char* original;
  const char* augmented;
  const char* each_shown;
  const char* dataset_written;
  const char* no_validation_of_it;

  // compare
  const char* comparing;
  const char* run_done;
  const char* reads_rightly;
  const char* without_augmentation;
  const char* with_augmentation;
  const char* seed_column;
  const char* only_without;
  const char* only_with;
  const char* p_value;
  const char* all_seeds;
  const char* mean;
  const char* difference;
  const char* gain;
  const char* gain_of_one;
  const char* significant;
  const char* not_significant;
  const char* significance;
  const char* seeds_alike;
  const char* yes;
  const char* no;
  const char* low_to_high;
  const char* of_each_digit;
  const char* of_sizes;
  const char* training_images;
  const char* of_each_operation;
  const char* operation;
  const char* alone;
  const char* left_out;
  const char* no_operation;
  const char* all_operations;
  const char* accuracy_axis;
  const char* validation_axis;
  const char* loss_axis;

  // evaluate
  const char* whole_data;
  const char* accuracy;
  const char* other_figures;
  const char* confusion;
  const char* unread;
  const char* digit;
  const char* precision;
  const char* recall;
  const char* f1;
  const char* support;
  const char* average;
  const char* unseen_digits;
  const char* nothing_held_out;
  const char* same_digits;

  // predict
  const char* file;
  const char* read_as;
  const char* probability;
  const char* box;
  const char* then;
  const char* page_lines;
  const char* page_turned;
  const char* not_read;
  const char* left_out_reasons[4];
  const char* unsure;
  const char* a_model;
  const char* without;

  // export
  const char* export_out;
  const char* export_endings;
  const char* no_onnx;
  const char* exported;

  // import
  const char* import_model;
  const char* import_out;
  const char* import_ending;
  const char* imported;
  const char* takes_bytes;
  const char* takes_numbers;

  // demo
  const char* page_written;
};

inline constexpr Texts english{
    .signs = {'.', ','},
    .placeholders = {},
    .about = "Reads handwritten digits: trains a small convolutional network and uses it.",
    .usage = "Usage",
    .options = "Options",
    .arguments = "Arguments",
    .commands = "Commands",
    .command = "COMMAND",
    .inspect = "Shows what a set of images holds",
    .augment_command = "Shows images before and after augmentation, and can store the result",
    .train = "Trains a network, says how good it is and saves it",
    .evaluate = "Says how good a saved network is on images that it hasn't seen",
    .predict = "Finds and reads the digits in photographs and other image files",
    .compare = "Trains with and without augmentation and says what it brings",
    .tune = "Searches for what isn't given, on validation images, and trains the best",
    .report = "Writes all of it into one page: data, preparation, network, results",
    .export_command = "Writes a saved network for other programs: ONNX, C++ or safetensors",
    .import_command = "Writes an ONNX model as a network of C++: its type and its weights",
    .demo = "Writes a page to draw a digit on and watch a saved network read it",
    .more_help =
        "`digits COMMAND --help` tells of a command's options. With ANGKA_BRIEF=1 in the "
        "environment\nall training lasts one epoch of 200 images, to try a command out.",
    .shortened = "ANGKA_BRIEF is set: one epoch of at most 200 images, one seed, at most 4 trials",
    .help = "Print this help and exit",
    .data =
        "Images: a folder with IDX files (as MNIST's, EMNIST's, QMNIST's,\n"
        "plain or .gz) or train.csv (as Kaggle's), a folder or zip file\n"
        "with one sub-folder a digit (of photographs, or 28x28 digits),\n"
        "a .csv or .npz file (as Keras'), or one image that is a sheet\n"
        "of tiles; without it the 5,000 bundled digits",
    .images =
        "Photographs or scans of one digit or more (PNG, JPEG, BMP, PGM, and\n"
        "WebP and HEIC if they were built in), dark on light or light on dark;\n"
        "clean 28x28 digits are read as they are",
    .show =
        "Write pictures to this folder: each step from photograph to digit, and\n"
        "what was read and left out, drawn over the photograph",
    .csv = "Write a row a digit to this file: line, place in it, digit, probability, box",
    .least_probability = "Leave out digits that are less probable than this, as unsure",
    .turn =
        "By how many degrees to turn the pictures to the left, that is counter-\n"
        "clockwise, to have them upright; auto finds out",
    .json = "Write all figures to this file",
    .quiet = "Print nothing but errors",
    .lang = "Language of what is printed",
    .tile = "Size of a sheet's tiles in pixels",
    .strict = "Refuse class folders with a file that can't be used, instead of leaving it out",
    .fit =
        "Bring images of IDX files, tables and arrays to 28x28: fitted and centred\n"
        "as MNIST's digits are (so without this, but for inspect), stretched, or\n"
        "not at all, so that others are refused; `digit` also fits images of 28x28\n"
        "unless nine in ten lie as MNIST's do (so class folders' without this)",
    .cache =
        "Folder where it is kept what photographs became, so that they are read\n"
        "once; else angka/photographs in the user's cache",
    .reading_photograph = "photograph {} of {}",
    .not_kept = "photographs will be read again the next time: {}",
    .threads = "Threads; 0 takes all that the machine has. The result is the same",
    .out = "Where to save the network (a safetensors file)",
    .out_folder = "Folder for what is made",
    .model = "A network that `digits train` saved",
    .model_or_own =
        "A network that `digits train` saved; several, each behind a --model of its own, read\n"
        "together, by the mean of their probabilities; else the program's own",
    .test = "Measure on these images instead",
    .net = "The network; lenet5 if nothing is said (tune: all)",
    .recipe_option = "The net and all that isn't said otherwise; for tens of thousands of images",
    .epochs = "How often each image is seen",
    .batch_size = "Images a step",
    .learning_rate = "Largest learning rate",
    .optimizer = "What turns gradients into steps",
    .schedule = "How the learning rate changes; plateau follows the validation images",
    .loss_option = "What training makes small",
    .weight_decay = "How strongly weights are drawn to 0",
    .l1 = "The L1 penalty: how strongly, all alike, so that many become 0 or nearly so",
    .dropout = "How many values the dropout layers drop (small, residual)",
    .label_smoothing = "How much of a label is spread over all digits",
    .ema_decay = "Keep a moving average of the weights, of which a step leaves X, such as 0.999",
    .swa =
        "Average the weights at the end of each epoch behind this share of them, such as 0.75,\n"
        "with a --schedule that doesn't end near 0",
    .mixup = "Blend images by a share drawn from Beta(X, X), such as 0.2",
    .cutmix = "Put a rectangle of another image into each, its area drawn from Beta(X, X)",
    .augment =
        "New versions of the images in each epoch; SPEC as in\n"
        "rotate=10,shift=0.1,elastic=34 (choose=2: two of these an image)",
    .tune_augment =
        "New versions of the images in each epoch, as `digits train` takes them; `search`: any\n"
        "operations of any strength; if nothing is said, none, light or strong",
    .seed = "What all random choices follow from",
    .validation = "Fraction of the training images that is measured on after each epoch instead",
    .test_split = "Fraction of the data that is held out for the test, where it has no test set",
    .split =
        "How data is parted: no writer in two parts (the default where at least three\n"
        "writers are known), or image by image",
    .writers =
        "A table (CSV) of who wrote the images: file,label,writer,age_group,hand,\n"
        "school_or_work,consent; or, without `file`, of the writers alone",
    .writer_pattern = "Files' names that tell the writers, such as {writer}_{digit}_*",
    .a_writer_pattern = "a pattern with {} once, perhaps {} and *, such as {}",
    .train_limit = "Train on so many images, as many of each digit as in the whole",
    .all = "Hold nothing out for the test",
    .checkpoint = "Keep here, after each epoch, what training can go on from",
    .resume = "Go on from the checkpoint if there is one, as if never interrupted",
    .find_rate =
        "Train nothing, but try learning rates from 1e-7 to 10 in 100 steps, draw\n"
        "the loss against them (.png or .svg) and suggest one",
    .card =
        "Show the data set's card alone (dataset.json beside the data, or for\n"
        "Indonesian dataset.id.json)",
    .new_card = "Put a card to be filled in beside the data, if there is none",
    .steps = "Print the steps that the data takes, and nothing else",
    .digit_shown = "Show only this digit's pixels",
    .index_shown = "Which image of the digit, counted from 0",
    .mean_images_out =
        "Folder for pictures of the mean images and of the images that deserve\n"
        "a look; with --apply for the new data set",
    .found_csv =
        "Write a row for each image that deserves a look: file or number, label,\n"
        "reason, and columns to fill in for --apply",
    .labels =
        "Look for wrong labels, too: those that networks contradict which were\n"
        "trained without the image (lenet5, half a minute for 5,000 images)",
    .label_folds = "In how many parts --labels deals the images",
    .apply =
        "Make a new data set in --out as the table says that --csv wrote and you\n"
        "filled in: action is keep, remove or label (then new_label tells which)",
    .write_dataset = "Store the augmented data set, as IDX files or a folder of PNG files",
    .copies = "New versions of each image, beside the image itself (1; with --balance 0)",
    .balance = "Bring all digits to the same number of images by further versions",
    .seeds = "How many times to train, each time with another seed",
    .each = "Also try every operation alone, and left out, on the validation images",
    .minutes = "End within so many minutes, the winner's training included (10)",
    .trials = "Try so many settings instead, however long it takes",
    .folds = "Judge by N folds of the training images instead of --validation",
    .report_seeds = "How often to train with and without augmentation; 0 leaves it out",
    .report_minutes = "Also search for settings for so many minutes, as `digits tune`",
    .report_trials = "Also search for settings with so many trials",
    .chapters = "Also write it as a chapter on the method (3) and one on the results (4)",
    .docx = "These chapters as a Word document, chapters.docx; needs pandoc",
    .latex = "These chapters as LaTeX, chapters.tex",
    .page_out = "The page to write (HTML)",

    .error = "error: {}",
    .no_command =
        "a command is missing: inspect, augment, train, evaluate, predict, compare, tune, "
        "experiment, export, report or demo",
    .unexpected = "not understood: {}",
    .needs_value = "{} takes one value, once",
    .missing = "{} is missing",
    .no_images_given = "predict: no image files given",
    .must_be = "must be {}, not {}",
    .whole_number = "a whole number from {} to {}",
    .number_above = "a number above {}, at most {}",
    .number_from = "a number from {} to below {}",
    .number_within = "a number from {} to {}",
    .one_of = "one of {}",
    .tile_size = "a size such as 20x20",
    .a_picture = "a file that ends in .png or .svg",
    .same_file = "{} and {} name the same file",
    .no_dropout = "--dropout: {} has no dropout layer",
    .batch_too_large = "--batch-size must be at most {}, the number of training images, not {}",
    .limit_too_large =
        "--train-limit must be from {} (the number of digits) to {} (the training "
        "images there are), not {}",
    .too_few = "too few images to hold some out: give --all or --test, and --validation 0",
    .only_one_of = "only one of {} at once",
    .no_such_digit = "--digit: the data has no {}",
    .no_such_index = "--index must be less than the number of images; digit {} has {}, not {}",
    .nothing_to_compare = "compare: --augment none leaves nothing to compare with",
    .each_validates = "--each measures on validation images: --validation must be above 0",
    .tune_validates = "tune judges by validation images: --validation must be above 0",
    .plateau_validates =
        "--schedule plateau follows the validation images: --validation must be above 0, and none "
        "of tune, experiment, --folds, --trials and --minutes may judge by them",
    .output_lost = "standard output can't be written",
    .no_memory = "not enough memory",

    .bundled = "the bundled digits",
    .read_from = "{}: {}, {} {image|images}",
    .and_test = ", {} more in its test set",
    .idx_files = "IDX files",
    .class_folders = "class folders",
    .sheet = "sheet of tiles",
    .table = "a table of pixels (CSV)",
    .arrays = "NumPy arrays",
    .cifar = "CIFAR-10's files",
    .transposed = "{} {image|images} lay transposed, as EMNIST's do, and {was|were} set right",
    .resized = "The size of all images was changed: {}",
    .inverted = "{} {image is|images are} dark on light and {was|were} inverted",
    .photographs =
        "{} {image is a photograph|images are photographs}: the digit was found, cut out and "
        "centred",
    .centred =
        "{} {image was|images were} fitted and centred: fewer than nine in ten lie as MNIST's do",
    .skipped = "{} {file was left out|files were left out, the first}: {}",
    .left_out_files =
        "{} {file that can't be used was left out|files that can't be used were left out, the "
        "first}: {}",
    .class_numbers = "{} to {} classes",
    .net_file = "or a file of layers (see the guide)",
    .compile_option =
        "Compile a network of its own that the model brings; only of somebody you trust",
    .line_of = "{}, line {}",
    .a_layer = "a layer: {}",
    .nothing = "nothing",
    .from_to = "{} from {} to {}",
    .from_below = "{} from {} to below {}",
    .window_fits = "a window that fits into {}, which comes in here",
    .net_limits =
        "at most {} layers, {} million parameters and {} million multiplications an image",
    .groups_divide = "a number of groups that divides {} channels and {} filters",
    .nested_blocks = "blocks within blocks at most {} deep",
    .end_of_block = "an \"end\" of the block of line {}",
    .equal_shapes = "a block whose layers end with {}, as its shortcut does",
    .branches_fit =
        "branches that go together: for add of one shape, for concat of one height and width, for "
        "multiply of one shape or channels x 1 x 1",
    .same_size = "a shape of {} numbers, which come in here",
    .compiling_net = "Compiling the network {}, once: this takes about half a minute",
    .not_compiled = "the network {} can't be compiled: {}",
    .other_headers =
        "the network {} can't be compiled: the headers in {} have changed since this program was "
        "built; build it again",
    .no_compiler =
        "the network {} has to be compiled, which needs this program's compiler and the headers "
        "that it was built with ({}); without them, for ten classes: {}",
    .needs_compile =
        "the model brings the network {} of its own: give --compile to compile it, if you trust "
        "where it comes from",
    .no_cache = "the program's cache needs a folder: set HOME or XDG_CACHE_HOME",
    .own_folder = "a folder of this user alone",
    .another = "another",
    .another_name = "a name that no built-in network has",
    .own_rates = "each layer its own",
    .known_classes = "only classes that the model knows",
    .cpu_has_more = "This program was compiled without {}, which this CPU has: it could be faster",

    .image_shape = "image shape   {} (channels x height x width), {} pixels",
    .pixel_statistics = "pixels        {} to {}, mean {}, standard deviation {}",
    .first_of_each = "One image of each digit as its pixels (--digit and --index choose)",
    .pixel_frame = "rows {} to {} and columns {} to {} of {} x {} (all others are 0)",
    .mean_images = "The mean image of each digit",
    .counts_and_split = "Images of each digit, before and after the split that training makes",
    .counts_and_test_set =
        "Images of each digit, before and after the split that training makes; the test set",
    .tested = "test",
    .ink = "ink",
    .total = "total",
    .findings = "What deserves a look",
    .blank = "blank images",
    .unusual_ink = "far more or less ink than others of the digit",
    .cut_off = "ink at the border, perhaps cut off",
    .exact_duplicates = "images with the same pixels as another",
    .near_duplicates = "pairs of nearly the same pixels (correlation 0.99 or more)",
    .other_label = "of these two, pairs with different labels",
    .leaks = "of these two, one to train on and one to test with",
    .imbalance = "images of the most frequent digit for one of the rarest",
    .most_and_fewest = "most of {}, fewest of {}",
    .train_image = "digit {} number {}",
    .test_image = "test set, digit {} number {}",

    .data_steps = "The steps of the data",
    .read_step = "read",
    .check_step = "check",
    .convert_step = "convert",
    .resize_step = "resize",
    .normalise_step = "normalise",
    .split_step = "split",
    .pack_step = "pack",
    .file_count = "{} {file|files}",
    .image_count = "{} {image|images}",
    .pack_count = "{} {pack|packs}",
    .check_detail = "whole, of a known format, labelled with one of {} classes; {} left out",
    .convert_detail =
        "one grey channel, light on dark: {} {was|were} in colour, {} of {} {was|were} dark on "
        "light "
        "and {was|were} inverted",
    .resize_idx = "{} as they are",
    .resize_digit = "from {} to {}, fitted and centred as MNIST's digits are",
    .resize_stretch = "from {} to {}, stretched",
    .resize_folders =
        "{}; {} {is a digit|are digits} cut from {a photograph|photographs} and then fitted and "
        "centred; the smallest had {} pixels (width x height x channels), the median {}, the "
        "largest "
        "{}",
    .resize_sheet = "from {} x {} to {}",
    .normalise_detail = "(pixel / 255 - {}) / {}, measured on the {} images to train on",
    .split_detail = "{} to train on, {} to validate, {} to test; seed {}",
    .pack_detail = "up to {} images side by side in a register, in batches of {}",

    .card_of = "The data set's card, {}",
    .no_card = "There is no card {}; `digits inspect DATA --new-card` makes one to be filled in",
    .empty_card = "nothing is filled in",
    .unknown_field = "not a field of a card: {}",
    .card_made = "Made {}: fill in what is known, each field as one text in quotes",
    .card_fields = {{"title", "what the data is, in a line"},
                    {"collected by", "who gathered the images"},
                    {"written by", "whose handwriting it is: how many people, of what age, ..."},
                    {"interviewed", "who was asked for it, and by whom"},
                    {"when", "in which days or years"},
                    {"how", "on what it was written, and how it became images"},
                    {"consent", "what the writers agreed to"},
                    {"licence", "what others may do with it"},
                    {"derived from", "the data that this was made of, if any"},
                    {"processing", "what was done to the images, with which settings"},
                    {"notes", "what else one has to know"}},

    .training = "{}: {} parameters, seed {}",
    .parts = "{} {image|images} to train on, {} to validate, {} to test",
    .recipe = "epochs {}, batch size {}, {} with learning rate {}, schedule {}",
    .augmentation = "augmentation {}",
    .epoch = "epoch",
    .loss = "loss",
    .trained = "train",
    .validated = "validation",
    .images_per_second = "images/s",
    .time_left = "left",
    .interrupted = "interrupted: nothing was saved",
    .interrupted_resumable = "interrupted: with --resume training goes on from {}",
    .resumed = "going on after epoch {} of {}",
    .diverged = "training broke off, nothing was saved ({}); try a lower --learning-rate",
    .at_chance =
        "warning: after training the network reads digits no better than by guessing; try a lower "
        "--learning-rate",
    .took = "trained in {} s",
    .on_held_out = "On {} {image that was|images that were} held out:",
    .on_test = "On the {} {image|images} of the test set:",
    .saved = "saved {}",

    .images_of_each = "Images of each digit",
    .before = "before",
    .after = "after",
    .original = "original",
    .augmented = "augmented",
    .each_shown = "Sheets of each digit, originals on the left: {}",
    .dataset_written =
        "The augmented data set is in {}: {} images to train on, {} to test, as they were",
    .no_validation_of_it =
        "Versions of one image resemble each other: train on it with --validation 0",

    .comparing = "{}: {} parameters, {} {seed|seeds}, each with and without augmentation",
    .run_done = "{} of {}: seed {}, {} images, {}: {}",
    .reads_rightly =
        "Accuracy on {} test {image|images} after {} weight {update|updates} (95% intervals)",
    .without_augmentation = "without",
    .with_augmentation = "with",
    .seed_column = "seed",
    .only_without = "only without",
    .only_with = "only with",
    .p_value = "p (McNemar)",
    .all_seeds = "together",
    .mean = "mean",
    .difference = "difference",
    .gain =
        "Augmentation changes the accuracy by {} points, the mean of {} seeds (95% interval {} to "
        "{}): {}",
    .gain_of_one = "Augmentation changes the accuracy by {} points (McNemar's test: p {}): {}",
    .significant = "significant",
    .not_significant = "not significant, it may be chance",
    .significance = "significant",
    .seeds_alike = "all {} seeds alike",
    .yes = "yes",
    .no = "no",
    .low_to_high = "{} to {}",
    .of_each_digit = "Accuracy of each digit, over {} {seed|seeds}",
    .of_sizes = "Accuracy by the number of training images, over {} {seed|seeds}",
    .training_images = "training images",
    .of_each_operation =
        "Accuracy of each operation on {} validation {image|images}, over {} {seed|seeds}",
    .operation = "operation",
    .alone = "alone",
    .left_out = "left out",
    .no_operation = "none",
    .all_operations = "all",
    .accuracy_axis = "test accuracy (%)",
    .validation_axis = "validation accuracy (%)",
    .loss_axis = "validation loss",

    .whole_data = "On all {} images, which the model wasn't trained on:",
    .accuracy = "accuracy {} ({} of {}; 95% interval {} to {})",
    .other_figures = "loss {}, calibration error {}, top 2 {}, top 3 {}",
    .confusion = "confusion matrix (rows: true digit, columns: read as)",
    .unread = "unread",
    .digit = "digit",
    .precision = "precision",
    .recall = "recall",
    .f1 = "f1",
    .support = "images",
    .average = "average",
    .unseen_digits = "images that the model hasn't seen (--test, or other DATA)",
    .nothing_held_out = "the very images that it was trained on, none held out",
    .same_digits = "MNIST's training digits, which the model was trained on in one form or another",

    .file = "file",
    .read_as = "digit",
    .probability = "probability",
    .box = "box (left, top, width x height)",
    .then = "then",
    .page_lines = "line by line:",
    .page_turned = "read with the page turned to the left by {} degrees",
    .not_read = "left out: {}",
    .left_out_reasons = {"no digit: {}", "part of a line: {}", "of another size or ink: {}",
                         "small mark: {}"},
    .unsure = "unsure: {}",
    .a_model = "a network that `digits train` saved",
    .without = "none or another {}",

    .export_out = "The file to write, by its ending: .onnx, .hpp (C++) or .safetensors",
    .export_endings = "a name that ends in .onnx, .hpp or .safetensors",
    .no_onnx = "built without ONNX; it needs protozero (Debian: libprotozero-dev)",
    .exported = "wrote {}",

    .import_model = "An ONNX model, as PyTorch and Keras export it",
    .import_out =
        "The C++ header to write (.hpp), which defines the network's type; its\n"
        "weights are written beside it, as .safetensors",
    .import_ending = "a name that ends in .hpp",
    .imported = "wrote {} and {}: {}, {} layers, {} weights, {} to {}",
    .takes_bytes = "It reads pixels of 0 to 255, and normalises them itself.",
    .takes_numbers = "It reads numbers, normalised as in its training: see `normalization`.",

    .page_written = "wrote {}: open it in a browser, it needs no network",
};

inline constexpr Texts indonesian{
    .signs = {',', '.'},
    .placeholders = {{"FILE", "BERKAS"},
                     {"DIR", "FOLDER"},
                     {"IMAGE", "CITRA"},
                     {"PAGE", "HALAMAN"},
                     {"PATTERN", "POLA"}},
    .about = "Membaca angka tulisan tangan: melatih jaringan konvolusi kecil dan memakainya.",
    .usage = "Pemakaian",
    .options = "Opsi",
    .arguments = "Argumen",
    .commands = "Perintah",
    .command = "PERINTAH",
    .inspect = "Menampilkan isi sekumpulan citra",
    .augment_command = "Menampilkan citra sebelum dan sesudah augmentasi, dan dapat menyimpannya",
    .train = "Melatih jaringan, mengukur akurasinya, lalu menyimpannya",
    .evaluate = "Mengukur akurasi jaringan tersimpan pada citra yang belum pernah dilihatnya",
    .predict = "Menemukan dan membaca angka dalam foto dan berkas citra lain",
    .compare = "Melatih dengan dan tanpa augmentasi lalu mengukur manfaatnya",
    .tune =
        "Mencari pengaturan yang tidak disebutkan, pada data validasi, dan melatih yang terbaik",
    .report = "Menulis semuanya ke satu halaman: data, persiapan, jaringan, hasil",
    .export_command = "Menulis jaringan untuk program lain: ONNX, C++ atau safetensors",
    .import_command = "Menulis model ONNX sebagai jaringan C++: tipe dan bobotnya",
    .demo = "Menulis halaman tempat menggambar angka dan melihat jaringan membacanya",
    .more_help =
        "`digits PERINTAH --help` menjelaskan opsi tiap perintah. Dengan variabel lingkungan "
        "ANGKA_BRIEF=1\nsetiap pelatihan hanya satu epoch dengan 200 citra, untuk mencoba "
        "perintah.",
    .shortened =
        "ANGKA_BRIEF aktif: satu epoch dengan paling banyak 200 citra, satu benih acak, "
        "paling banyak 4 percobaan",
    .help = "Tampilkan bantuan ini lalu keluar",
    .data =
        "Citra: folder berisi berkas IDX (seperti MNIST, EMNIST, QMNIST,\n"
        "biasa atau .gz) atau train.csv (seperti Kaggle), folder atau zip\n"
        "dengan subfolder per angka (berisi foto, atau angka 28x28), berkas\n"
        ".csv atau .npz (seperti Keras), atau satu citra berupa lembaran\n"
        "petak; bila kosong dipakai 5.000 angka bawaan",
    .images =
        "Foto atau pindaian berisi satu angka atau lebih (PNG, JPEG, BMP, PGM,\n"
        "serta WebP dan HEIC bila disertakan), gelap di atas terang atau\n"
        "sebaliknya; angka 28x28 yang bersih dibaca apa adanya",
    .show =
        "Tulis gambar di folder ini: setiap langkah dari foto ke angka, serta apa\n"
        "yang dibaca dan tidak dibaca, ditandai pada fotonya",
    .csv = "Tulis satu baris per angka di berkas ini: baris, urutan, angka, probabilitas, kotak",
    .least_probability = "Jangan baca angka yang probabilitasnya kurang dari ini (kurang pasti)",
    .turn =
        "Putar citra ke kiri (berlawanan arah jarum jam) sekian derajat agar tegak;\n"
        "auto menentukannya sendiri",
    .json = "Tulis semua hasil ke berkas ini",
    .quiet = "Jangan tampilkan apa pun selain galat",
    .lang = "Bahasa keluaran",
    .tile = "Ukuran petak lembaran dalam piksel",
    .strict = "Tolak folder kelas yang berisi berkas yang tidak dapat dipakai, jangan melewatinya",
    .fit =
        "Ubah citra berkas IDX, tabel, dan larik menjadi 28x28: disesuaikan dan\n"
        "dipusatkan seperti angka MNIST (juga tanpa opsi ini, kecuali inspect),\n"
        "diregangkan, atau tidak sama sekali sehingga ukuran lain ditolak; `digit`\n"
        "juga menyesuaikan citra 28x28, kecuali sembilan dari sepuluh letaknya\n"
        "seperti MNIST (untuk folder kelas juga tanpa opsi ini)",
    .cache =
        "Folder untuk menyimpan hasil pembacaan foto, sehingga setiap foto dibaca\n"
        "satu kali; tanpa opsi ini: angka/photographs di tembolok pengguna",
    .reading_photograph = "foto {} dari {}",
    .not_kept = "foto akan dibaca lagi pada pemanggilan berikutnya: {}",
    .threads = "Jumlah utas; 0 memakai semua yang ada. Hasilnya tetap sama",
    .out = "Tempat menyimpan jaringan (berkas safetensors)",
    .out_folder = "Folder untuk hasilnya",
    .model = "Jaringan yang disimpan oleh `digits train`",
    .model_or_own =
        "Jaringan yang disimpan oleh `digits train`; beberapa jaringan, masing-masing dengan\n"
        "--model sendiri, membaca bersama-sama (rata-rata probabilitasnya); jika tidak ada,\n"
        "jaringan bawaan",
    .test = "Ukur pada citra ini sebagai gantinya",
    .net = "Jaringan; lenet5 bila tidak disebutkan (tune: semua)",
    .recipe_option = "Jaringan dan semua yang tidak ditentukan lain; untuk puluhan ribu citra",
    .epochs = "Berapa kali setiap citra dilihat",
    .batch_size = "Jumlah citra per langkah",
    .learning_rate = "Laju belajar tertinggi",
    .optimizer = "Cara mengubah gradien menjadi langkah",
    .schedule = "Perubahan laju pembelajaran; plateau mengikuti data validasi",
    .loss_option = "Fungsi loss yang diperkecil oleh pelatihan",
    .weight_decay = "Seberapa kuat bobot ditarik ke 0",
    .l1 = "Penalti L1: seberapa kuat, sama untuk semua, sehingga banyak bobot menjadi sekitar 0",
    .dropout = "Bagian nilai yang dibuang lapisan dropout (small, residual)",
    .label_smoothing = "Bagian label yang dibagi rata ke semua angka",
    .ema_decay = "Pakai rata-rata bergerak bobot, yang tersisa X setiap langkah, misalnya 0.999",
    .swa =
        "Rata-ratakan bobot di akhir setiap epoch setelah bagian epoch ini, misalnya 0.75, dengan\n"
        "--schedule yang tidak berakhir mendekati 0",
    .mixup = "Campur dua citra dengan porsi dari Beta(X, X), misalnya 0.2",
    .cutmix = "Sisipkan persegi panjang dari citra lain, luasnya dari Beta(X, X)",
    .augment =
        "Versi baru tiap citra pada setiap epoch; SPEC misalnya\n"
        "rotate=10,shift=0.1,elastic=34 (choose=2: dua di antaranya per citra)",
    .tune_augment =
        "Versi baru tiap citra pada setiap epoch, seperti pada `digits train`; `search`: operasi\n"
        "apa pun dengan kekuatan apa pun; bila tidak disebutkan, none, light, atau strong",
    .seed = "Sumber semua pilihan acak",
    .validation = "Bagian data latih yang disisihkan untuk diukur setiap selesai satu epoch",
    .test_split = "Bagian data yang disisihkan untuk pengujian bila data tidak punya set uji",
    .split =
        "Cara membagi data: tidak ada penulis di dua bagian (bawaan bila paling sedikit\n"
        "tiga penulis diketahui), atau citra demi citra",
    .writers =
        "Tabel (CSV) penulis citra: file,label,writer,age_group,hand,school_or_work,\n"
        "consent; atau, tanpa `file`, tabel penulisnya saja",
    .writer_pattern = "Nama berkas yang menyebut penulisnya, misalnya {writer}_{digit}_*",
    .a_writer_pattern = "pola dengan satu {}, boleh dengan {} dan *, misalnya {}",
    .train_limit = "Latih dengan sekian citra, perbandingan tiap angka seperti aslinya",
    .all = "Jangan sisihkan citra untuk pengujian",
    .checkpoint = "Simpan di sini, setelah tiap epoch, titik untuk melanjutkan pelatihan",
    .resume = "Lanjutkan dari checkpoint bila ada, seakan tidak pernah terhenti",
    .find_rate =
        "Tidak melatih, tetapi mencoba laju pembelajaran dari 1e-7 sampai 10 dalam\n"
        "100 langkah, menggambar loss terhadapnya (.png atau .svg), dan menyarankan\n"
        "satu laju",
    .card =
        "Tampilkan kartu data saja (dataset.json di samping data, atau\n"
        "dataset.id.json yang berbahasa Indonesia)",
    .new_card = "Buat kartu kosong untuk diisi di samping data, bila belum ada",
    .steps = "Tampilkan langkah-langkah pengolahan data saja",
    .digit_shown = "Tampilkan piksel angka ini saja",
    .index_shown = "Citra ke berapa dari angka itu, dihitung dari 0",
    .mean_images_out =
        "Folder untuk citra rata-rata dan citra yang perlu diperiksa; dengan\n"
        "--apply untuk dataset baru",
    .found_csv =
        "Tulis satu baris tiap citra yang perlu diperiksa: berkas atau nomor,\n"
        "label, alasan, dan kolom untuk diisi bagi --apply",
    .labels =
        "Cari pula label yang keliru: yang disangkal jaringan yang dilatih tanpa\n"
        "citra itu (lenet5, setengah menit untuk 5.000 citra)",
    .label_folds = "Banyaknya lipatan (fold) untuk --labels",
    .apply =
        "Buat dataset baru di --out menurut tabel dari --csv yang sudah\n"
        "diisi: action berisi keep (pertahankan), remove (hapus), atau label\n"
        "(dengan label baru di new_label)",
    .write_dataset = "Simpan dataset hasilnya, sebagai berkas IDX atau folder PNG",
    .copies = "Versi baru tiap citra di samping aslinya (1; dengan --balance 0)",
    .balance = "Samakan jumlah citra tiap angka dengan versi tambahan",
    .seeds = "Berapa kali dilatih, tiap kali dengan benih acak lain",
    .each = "Coba juga tiap operasi sendirian, dan menghilangkannya, pada data validasi",
    .minutes = "Selesai dalam sekian menit, termasuk melatih pemenangnya (10)",
    .trials = "Coba sekian pengaturan saja, berapa lama pun",
    .folds = "Nilai dengan N lipatan data latih, sebagai ganti --validation",
    .report_seeds = "Berapa kali dilatih dengan dan tanpa augmentasi; 0 melewatkannya",
    .report_minutes = "Cari juga pengaturan selama sekian menit, seperti `digits tune`",
    .report_trials = "Cari juga pengaturan dengan sekian percobaan",
    .chapters = "Tulis juga sebagai bab metode (Bab III) dan bab hasil (Bab IV)",
    .docx = "Bab tersebut sebagai dokumen Word, chapters.docx; memerlukan pandoc",
    .latex = "Bab tersebut sebagai LaTeX, chapters.tex",
    .page_out = "Halaman yang ditulis (HTML)",

    .error = "galat: {}",
    .no_command =
        "perintah belum disebutkan: inspect, augment, train, evaluate, predict, compare, tune, "
        "experiment, export, report, atau demo",
    .unexpected = "tidak dimengerti: {}",
    .needs_value = "{} harus diberi tepat satu nilai, satu kali",
    .missing = "{} belum diberikan",
    .no_images_given = "predict: belum ada berkas citra yang diberikan",
    .must_be = "harus {}, bukan {}",
    .whole_number = "bilangan bulat dari {} sampai {}",
    .number_above = "bilangan di atas {}, paling besar {}",
    .number_from = "bilangan dari {} sampai di bawah {}",
    .number_within = "bilangan dari {} sampai {}",
    .one_of = "salah satu dari {}",
    .tile_size = "ukuran seperti 20x20",
    .a_picture = "berkas berakhiran .png atau .svg",
    .same_file = "{} dan {} menyebut berkas yang sama",
    .no_dropout = "--dropout: {} tidak punya lapisan dropout",
    .batch_too_large = "--batch-size paling besar {}, yaitu jumlah citra latih, bukan {}",
    .limit_too_large =
        "--train-limit harus dari {} (banyaknya angka) sampai {} (data latih yang "
        "ada), bukan {}",
    .too_few =
        "citra terlalu sedikit untuk disisihkan: pakai --all atau --test, dan --validation 0",
    .only_one_of = "pilih satu saja dari {}",
    .no_such_digit = "--digit: data tidak memuat {}",
    .no_such_index = "--index harus kurang dari jumlah citra; angka {} punya {}, bukan {}",
    .nothing_to_compare = "compare: dengan --augment none tidak ada yang dibandingkan",
    .each_validates = "--each mengukur pada data validasi: --validation harus di atas 0",
    .tune_validates = "tune menilai dengan data validasi: --validation harus di atas 0",
    .plateau_validates =
        "--schedule plateau mengikuti data validasi: --validation harus di atas 0, dan data itu "
        "tidak boleh menjadi penilai (tune, experiment, --folds, --trials, --minutes)",
    .output_lost = "keluaran standar tidak dapat ditulisi",
    .no_memory = "memori tidak cukup",

    .bundled = "angka bawaan",
    .read_from = "{}: {}, {} citra",
    .and_test = ", ditambah {} dalam data uji",
    .idx_files = "berkas IDX",
    .class_folders = "folder per kelas",
    .sheet = "lembaran petak",
    .table = "tabel piksel (CSV)",
    .arrays = "larik NumPy",
    .cifar = "berkas CIFAR-10",
    .transposed = "{} citra tertukar baris dan kolomnya, seperti pada EMNIST, dan telah dibetulkan",
    .resized = "Ukuran semua citra diubah: {}",
    .inverted = "{} citra berwarna gelap di atas terang dan telah dibalik",
    .photographs = "{} citra berupa foto: angkanya ditemukan, dipotong, dan dipusatkan",
    .centred =
        "{} citra disesuaikan dan dipusatkan: kurang dari sembilan dari sepuluh letaknya seperti "
        "MNIST",
    .skipped = "{} berkas dilewati, yang pertama: {}",
    .left_out_files = "{} berkas yang tidak dapat dipakai dilewati, yang pertama: {}",
    .class_numbers = "{} sampai {} kelas",
    .net_file = "atau berkas berisi lapisan (lihat panduan)",
    .compile_option =
        "Kompilasi jaringan yang dibawa oleh model itu sendiri; hanya dari orang yang Anda percaya",
    .line_of = "{}, baris {}",
    .a_layer = "sebuah lapisan: {}",
    .nothing = "tidak ada apa-apa",
    .from_to = "{} dari {} sampai {}",
    .from_below = "{} dari {} sampai di bawah {}",
    .window_fits = "jendela yang muat di {}, ukuran yang masuk di sini",
    .net_limits = "paling banyak {} lapisan, {} juta parameter, dan {} juta perkalian per citra",
    .groups_divide = "jumlah grup yang membagi habis {} kanal dan {} filter",
    .nested_blocks = "blok di dalam blok paling dalam {} tingkat",
    .end_of_block = "\"end\" untuk blok pada baris {}",
    .equal_shapes = "blok yang lapisannya berakhir dengan {}, seperti jalan pintasnya",
    .branches_fit =
        "cabang yang saling cocok: untuk add dengan ukuran sama, untuk concat dengan tinggi dan "
        "lebar sama, untuk multiply dengan ukuran sama atau kanal x 1 x 1",
    .same_size = "bentuk dengan {} bilangan, sebanyak yang masuk di sini",
    .compiling_net = "Mengompilasi jaringan {}, sekali saja: perlu sekitar setengah menit",
    .not_compiled = "jaringan {} tidak dapat dikompilasi: {}",
    .other_headers =
        "jaringan {} tidak dapat dikompilasi: header di {} sudah berubah sejak program ini "
        "dibangun; bangun kembali program ini",
    .no_compiler =
        "jaringan {} harus dikompilasi, dan itu memerlukan kompilator program ini beserta header "
        "yang dipakai saat membangunnya ({}); tanpanya, untuk sepuluh kelas: {}",
    .needs_compile =
        "model ini membawa jaringannya sendiri, {}: beri --compile untuk mengompilasinya bila Anda "
        "percaya asalnya",
    .no_cache = "tembolok program ini memerlukan folder: atur HOME atau XDG_CACHE_HOME",
    .own_folder = "folder milik pengguna ini saja",
    .another = "yang lain",
    .another_name = "nama yang tidak dipakai jaringan bawaan",
    .own_rates = "tiap lapisan dengan lajunya sendiri",
    .known_classes = "hanya kelas yang dikenal model",
    .cpu_has_more =
        "Program ini dikompilasi tanpa {}, padahal CPU ini memilikinya: bisa lebih cepat",

    .image_shape = "bentuk citra  {} (kanal x tinggi x lebar), {} piksel",
    .pixel_statistics = "piksel         {} sampai {}, rata-rata {}, simpangan baku {}",
    .first_of_each = "Satu citra tiap angka sebagai piksel (pilih dengan --digit dan --index)",
    .pixel_frame = "baris {} sampai {} dan kolom {} sampai {} dari {} x {} (yang lain 0)",
    .mean_images = "Citra rata-rata tiap angka",
    .counts_and_split = "Jumlah citra tiap angka, sebelum dan sesudah dibagi untuk pelatihan",
    .counts_and_test_set =
        "Jumlah citra tiap angka, sebelum dan sesudah dibagi untuk pelatihan; data uji",
    .tested = "uji",
    .ink = "tinta",
    .total = "jumlah",
    .findings = "Yang perlu diperiksa",
    .blank = "citra kosong",
    .unusual_ink = "tinta jauh lebih banyak atau sedikit dari angka yang sama",
    .cut_off = "tinta di tepi, mungkin terpotong",
    .exact_duplicates = "citra yang pikselnya sama dengan citra lain",
    .near_duplicates = "pasangan yang pikselnya hampir sama (korelasi 0,99 ke atas)",
    .other_label = "di antaranya, pasangan dengan label berbeda",
    .leaks = "di antaranya, satu untuk pelatihan dan satu untuk pengujian",
    .imbalance = "rasio jumlah citra kelas terbanyak terhadap kelas tersedikit",
    .most_and_fewest = "terbanyak {}, tersedikit {}",
    .train_image = "angka {} nomor {}",
    .test_image = "data uji, angka {} nomor {}",

    .data_steps = "Langkah-langkah pengolahan data",
    .read_step = "baca",
    .check_step = "periksa",
    .convert_step = "ubah warna",
    .resize_step = "ubah ukuran",
    .normalise_step = "normalisasi",
    .split_step = "bagi",
    .pack_step = "kemas",
    .file_count = "{} berkas",
    .image_count = "{} citra",
    .pack_count = "{} kemasan",
    .check_detail = "utuh, formatnya dikenal, berlabel satu dari {} kelas; {} dilewati",
    .convert_detail =
        "satu kanal abu-abu, terang di atas gelap: {} tadinya berwarna, {} dari {} tadinya gelap "
        "di "
        "atas terang dan dibalik",
    .resize_idx = "{} seperti aslinya",
    .resize_digit = "dari {} menjadi {}, disesuaikan dan dipusatkan seperti angka MNIST",
    .resize_stretch = "dari {} menjadi {}, diregangkan",
    .resize_folders =
        "{}; {} di antaranya angka yang dipotong dari foto, lalu disesuaikan dan dipusatkan; foto "
        "terkecil {} piksel (lebar x tinggi x kanal), median {}, terbesar {}",
    .resize_sheet = "dari {} x {} menjadi {}",
    .normalise_detail = "(piksel / 255 - {}) / {}, diukur pada {} citra latih",
    .split_detail = "{} untuk pelatihan, {} untuk validasi, {} untuk pengujian; benih acak {}",
    .pack_detail = "sampai {} citra berdampingan dalam satu register, {} citra per langkah",

    .card_of = "Kartu data, {}",
    .no_card = "Belum ada kartu {}; `digits inspect DATA --new-card` membuatnya untuk diisi",
    .empty_card = "belum ada yang diisi",
    .unknown_field = "bukan isian kartu: {}",
    .card_made = "{} dibuat: isilah yang diketahui, tiap isian satu teks dalam tanda kutip",
    .card_fields = {{"judul", "data apa ini, dalam satu baris"},
                    {"pengumpul", "siapa yang mengumpulkan citranya"},
                    {"penulis", "tulisan tangan siapa: berapa orang, umur berapa, ..."},
                    {"narasumber", "siapa yang diwawancarai, dan oleh siapa"},
                    {"waktu", "hari atau tahun pengumpulan"},
                    {"cara", "ditulis di atas apa, dan bagaimana menjadi citra"},
                    {"persetujuan", "apa yang disetujui para penulis"},
                    {"lisensi", "apa yang boleh dilakukan orang lain dengan data ini"},
                    {"berasal dari", "data asalnya, bila ada"},
                    {"pengolahan", "apa yang dilakukan pada citra, dengan pengaturan apa"},
                    {"catatan", "hal lain yang perlu diketahui"}},

    .training = "{}: {} parameter, benih acak {}",
    .parts = "{} citra untuk pelatihan, {} untuk validasi, {} untuk pengujian",
    .recipe = "{} epoch, {} citra per langkah, {} dengan laju pembelajaran {}, jadwal {}",
    .augmentation = "augmentasi {}",
    .epoch = "epoch",
    .loss = "loss",
    .trained = "latih",
    .validated = "validasi",
    .images_per_second = "citra/dtk",
    .time_left = "lagi",
    .interrupted = "dihentikan: tidak ada yang disimpan",
    .interrupted_resumable = "terhenti: dengan --resume pelatihan dilanjutkan dari {}",
    .resumed = "dilanjutkan setelah epoch {} dari {}",
    .diverged = "pelatihan terputus, tidak ada yang disimpan ({}); coba kecilkan --learning-rate",
    .at_chance =
        "peringatan: setelah pelatihan, prediksi jaringan tidak lebih baik daripada tebakan acak; "
        "coba kecilkan --learning-rate",
    .took = "selesai dilatih dalam {} dtk",
    .on_held_out = "Pada {} citra yang disisihkan:",
    .on_test = "Pada {} citra data uji:",
    .saved = "disimpan di {}",

    .images_of_each = "Jumlah citra tiap angka",
    .before = "sebelum",
    .after = "sesudah",
    .original = "asli",
    .augmented = "hasil augmentasi",
    .each_shown = "Lembaran tiap angka, yang asli di kiri: {}",
    .dataset_written =
        "Dataset hasil augmentasi ada di {}: {} citra latih, {} citra uji apa adanya",
    .no_validation_of_it = "Versi satu citra saling mirip: latihlah dengan --validation 0",

    .comparing = "{}: {} parameter, {} benih acak, masing-masing dengan dan tanpa augmentasi",
    .run_done = "{} dari {}: benih {}, {} citra, {}: {}",
    .reads_rightly =
        "Akurasi pada {} citra uji setelah {} pembaruan bobot (interval kepercayaan 95%)",
    .without_augmentation = "tanpa",
    .with_augmentation = "dengan",
    .seed_column = "benih",
    .only_without = "hanya tanpa",
    .only_with = "hanya dengan",
    .p_value = "p (McNemar)",
    .all_seeds = "bersama",
    .mean = "rata-rata",
    .difference = "selisih",
    .gain =
        "Selisih rata-rata akurasi dengan augmentasi {} poin persentase dari {} benih acak (IK "
        "95%: "
        "{} s.d. {}); {}",
    .gain_of_one = "Selisih akurasi dengan augmentasi {} poin persentase (uji McNemar: p {}); {}",
    .significant = "signifikan",
    .not_significant = "tidak signifikan",
    .significance = "signifikan",
    .seeds_alike = "semua {} benih acak sama",
    .yes = "ya",
    .no = "tidak",
    .low_to_high = "{} s.d. {}",
    .of_each_digit = "Akurasi tiap angka, rata-rata {} benih acak",
    .of_sizes = "Akurasi menurut jumlah citra latih, rata-rata {} benih acak",
    .training_images = "data latih",
    .of_each_operation = "Akurasi tiap operasi pada {} citra validasi, rata-rata {} benih acak",
    .operation = "operasi",
    .alone = "sendirian",
    .left_out = "dihilangkan",
    .no_operation = "tanpa augmentasi",
    .all_operations = "semua",
    .accuracy_axis = "akurasi uji (%)",
    .validation_axis = "akurasi validasi (%)",
    .loss_axis = "loss validasi",

    .whole_data = "Pada semua {} citra, yang tidak dipakai melatih model ini:",
    .accuracy = "akurasi {} ({} dari {}; interval kepercayaan 95% {} sampai {})",
    .other_figures = "loss {}, galat kalibrasi {}, 2 teratas {}, 3 teratas {}",
    .confusion = "matriks konfusi (baris: angka sebenarnya, kolom: dibaca sebagai)",
    .unread = "tak terbaca",
    .digit = "angka",
    .precision = "presisi",
    .recall = "recall",
    .f1 = "f1",
    .support = "citra",
    .average = "rata-rata",
    .unseen_digits = "citra yang belum dilihat model ini (--test, atau DATA lain)",
    .nothing_held_out = "citra yang persis dipakai melatihnya, tanpa ada yang disisihkan",
    .same_digits =
        "angka latih MNIST, yang dalam satu bentuk atau lain sudah dipakai melatih model ini",

    .file = "berkas",
    .read_as = "angka",
    .probability = "probabilitas",
    .box = "kotak (kiri, atas, lebar x tinggi)",
    .then = "lalu",
    .page_lines = "baris demi baris:",
    .page_turned = "dibaca dengan halaman diputar ke kiri {} derajat",
    .not_read = "tidak dibaca: {}",
    .left_out_reasons = {"bukan angka: {}", "bagian garis: {}", "ukuran atau tinta lain: {}",
                         "tanda kecil: {}"},
    .unsure = "kurang pasti: {}",
    .a_model = "jaringan yang disimpan oleh `digits train`",
    .without = "tidak ada atau {} lain",

    .export_out = "Berkas yang ditulis, menurut akhirannya: .onnx, .hpp (C++), atau .safetensors",
    .export_endings = "nama yang berakhir dengan .onnx, .hpp, atau .safetensors",
    .no_onnx = "dibangun tanpa ONNX; perlu protozero (Debian: libprotozero-dev)",
    .exported = "menulis {}",

    .import_model = "Model ONNX, seperti yang diekspor PyTorch dan Keras",
    .import_out =
        "Header C++ yang ditulis (.hpp), yang mendefinisikan tipe jaringan;\n"
        "bobotnya ditulis di sampingnya sebagai .safetensors",
    .import_ending = "nama yang berakhir dengan .hpp",
    .imported = "menulis {} dan {}: {}, {} lapisan, {} bobot, {} ke {}",
    .takes_bytes = "Masukannya piksel 0 sampai 255, yang dinormalisasi oleh jaringan sendiri.",
    .takes_numbers =
        "Masukannya bilangan yang dinormalisasi seperti pada pelatihannya: lihat `normalization`.",

    .page_written = "menulis {}: buka di peramban, tanpa jaringan pun bisa",
};

/// A value as a person reads it.
template <class Value>
std::string as_text(const Value& value) {
  if constexpr (std::is_floating_point_v<Value>)
    return brief(value);
  else if constexpr (std::is_arithmetic_v<Value>)
    return count(value);
  else
    return std::string(value);
}

inline std::string fill_words(std::string_view text, std::initializer_list<std::string> words) {
  std::string result;
  bool one = false;
  for (auto word = words.begin();;) {
    const std::size_t open = text.find('{'), close = text.find('}', open);
    result += text.substr(0, open);
    if (close == text.npos) return result;
    const std::string_view gap = text.substr(open + 1, close - open - 1);
    if (const std::size_t bar = gap.find('|'); bar != gap.npos) {
      result += one ? gap.substr(0, bar) : gap.substr(bar + 1);
    } else if (word != words.end()) {
      one = *word == "1";
      result += *word++;
    }
    text.remove_prefix(close + 1);
  }
}

/// `text` with each {} replaced by the next value, and each {image|images} by one of the two: the
/// first where the value before is 1.
/// Example: `fill("{} {file|files} of {}", 1, 1500) == "1 file of 1,500"`
template <class... Values>
std::string fill(std::string_view text, const Values&... values) {
  return fill_words(text, {as_text(values)...});
}
