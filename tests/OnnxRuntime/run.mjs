// Runs ONNX models for the tests. A line of JSON names a model and holds its inputs; the answer is a line with its outputs, or with an error.
// Numbers travel as the bytes of doubles in base64, so that every bit arrives; texts as a list.
import { createInterface } from "node:readline";
import ort from "onnxruntime-node";

const toTensor = ({ type, dims, data }) =>
  type === "string"
    ? new ort.Tensor("string", data, dims)
    : new ort.Tensor("float64", new Float64Array(Uint8Array.from(Buffer.from(data, "base64")).buffer), dims);

const fromTensor = ({ type, dims, data }) => ({
  type,
  dims: [...dims],
  data: type === "string" ? [...data] : Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
});

const map = (values, change) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

async function answer(request) {
  const session = await ort.InferenceSession.create(request.model, { logSeverityLevel: 3 });
  try {
    const outputs = await session.run(map(request.inputs, toTensor));
    return { inputs: session.inputNames, outputs: map(outputs, fromTensor) };
  } finally {
    await session.release();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = await answer(JSON.parse(line));
  } catch (fault) {
    result = { error: String(fault?.message ?? fault) };
  }
  process.stdout.write(JSON.stringify(result) + "\n");
}
