// The compiler's own words: no list of candidates hides them.
// expect: \.(EPOCHS|epoch) = 5
// expect: FitOptions
// lines: 20
#include <angka/angka.hpp>

#ifdef FAIL
#define EPOCHS epoch
#else
#define EPOCHS epochs
#endif

using namespace angka;
using Trained = Model<Network<Input<1, 8, 8>, Dense<10>>, CrossEntropy, Adam>;
void train(Trained& model, const DataView& data) { model.fit(data, {.EPOCHS = 5}); }
