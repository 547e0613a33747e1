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
    const tensor = (values, shape) => new ort.Tensor('float32', Float32Array.from(values), shape);
    const several = facts.inputs && Object.fromEntries(
        facts.inputs.map(({values, shape}, i) => [`input_${i}`, tensor(values, shape)]));
    const outputs = await session.run(several || {image: tensor(facts.image, facts.input_shape)});
    const {output} = outputs;
    const largest = Math.max(...facts.output.map(Math.abs));
    let error = 0;
    const compare = (wanted, found) => wanted.forEach((value, i) => {
      error = Math.max(error, Math.abs(value - found.data[i]));
    });
    compare(facts.output, output);
    (facts.outputs || []).forEach((wanted, i) => compare(wanted, outputs[`output_${i}`]));
    const same = String(output.dims) === String(facts.output_shape) &&
        output.data.length === facts.output.length && error <= 1e-5 * largest;
    failed = failed || !same;
    console.log(`onnxruntime, ${file}: ${same ? 'ok' : 'FAILED'}, shape ${output.dims}, ` +
                `largest relative difference ${(error / largest).toExponential(1)}`);
  }
  process.exit(failed ? 1 : 0);
})();
