// Runs the networks of a folder by onnxruntime: outputs as the library's, within 1e-5 of the largest.
// usage: node onnxruntime.js FOLDER, with onnxruntime-web in FOLDER/node_modules
const fs = require('fs');
const folder = process.argv[2];
const ort = require(folder + '/node_modules/onnxruntime-web');
ort.env.wasm.numThreads = 1;

(async () => {
  let failed = false;
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.onnx')).sort()) {
    const facts = JSON.parse(fs.readFileSync(`${folder}/${file.replace('.onnx', '.json')}`));
    const session = await ort.InferenceSession.create(fs.readFileSync(`${folder}/${file}`));
    const image = new ort.Tensor('float32', Float32Array.from(facts.image), facts.input_shape);
    const {output} = await session.run({image});
    const largest = Math.max(...facts.output.map(Math.abs));
    let error = 0;
    facts.output.forEach((value, i) => { error = Math.max(error, Math.abs(value - output.data[i])); });
    const same = String(output.dims) === String(facts.output_shape) &&
        output.data.length === facts.output.length && error <= 1e-5 * largest;
    failed = failed || !same;
    console.log(`onnxruntime, ${file}: ${same ? 'ok' : 'FAILED'}, shape ${output.dims}, ` +
                `largest relative difference ${(error / largest).toExponential(1)}`);
  }
  process.exit(failed ? 1 : 0);
})();
