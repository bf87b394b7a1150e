using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Modelyard.Tests.Architecture;

namespace Modelyard.Tests.Onnx;

/// <summary>Runs models in ONNX Runtime, in one process of Node for all tests.</summary>
public sealed class OnnxRuntime : IDisposable
{
    /// <summary>The name of the collection of tests that share the process.</summary>
    public const string Name = "ONNX Runtime";

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-onnx-").FullName;
    private readonly Process _process;
    private int _models;

    public OnnxRuntime()
    {
        string folder = Path.Combine(Checkout.Root, "tests", "OnnxRuntime");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "ONNX Runtime is not installed for the tests. Run 'scripts/onnx-runtime.sh'; 'make test' does so too.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "run.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        _process = Process.Start(start)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a model that a test writes.</summary>
    internal Dictionary<string, OnnxTensor> Run(Action<string> write, Dictionary<string, OnnxTensor> inputs)
    {
        string path = Path.Combine(_folder, $"{_models++}.onnx");
        write(path);
        var request = new JsonObject { ["model"] = path, ["inputs"] = new JsonObject(inputs.Select(input => KeyValuePair.Create(input.Key, (JsonNode?)ToJson(input.Value)))) };
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        JsonNode answer = JsonNode.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The process of ONNX Runtime has ended."))!;
        File.Delete(path);
        return answer["error"] is { } error
            ? throw new InvalidOperationException($"ONNX Runtime: {error}")
            : answer["outputs"]!.AsObject().ToDictionary(output => output.Key, output => FromJson(output.Value!), StringComparer.Ordinal);
    }

    private static JsonObject ToJson(OnnxTensor tensor) => new()
    {
        ["type"] = tensor.Texts is null ? "float64" : "string",
        ["dims"] = new JsonArray([.. tensor.Shape.Select(dimension => (JsonNode)dimension)]),
        ["data"] = tensor.Texts is null
            ? Convert.ToBase64String(MemoryMarshal.AsBytes(tensor.Numbers!.AsSpan()))
            : new JsonArray([.. tensor.Texts.Select(text => (JsonNode)text)]),
    };

    private static OnnxTensor FromJson(JsonNode tensor)
    {
        int[] shape = tensor["dims"].Deserialize<int[]>()!;
        return tensor["type"]!.GetValue<string>() == "string"
            ? OnnxTensor.Of(tensor["data"].Deserialize<string[]>()!, shape)
            : OnnxTensor.Of(MemoryMarshal.Cast<byte, double>(Convert.FromBase64String(tensor["data"]!.GetValue<string>())).ToArray(), shape);
    }
}
