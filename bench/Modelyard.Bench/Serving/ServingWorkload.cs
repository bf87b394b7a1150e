using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Server;
using Modelyard.Server.Models;
using Modelyard.Trees.Boosting;

namespace Modelyard.Bench.Serving;

/// <summary>Measures what a server answers in a second: one-row requests for the boosted model of the diamonds.</summary>
/// <param name="Name">The name, shared with bench/peers/serving.py.</param>
/// <param name="Path">The path of the route.</param>
/// <param name="Body">Makes the body of the requests from the names and the values of a row.</param>
/// <remarks>The server, its peers and wrk share this machine's processors; each server is measured alone.</remarks>
public sealed record ServingWorkload(string Name, string Path, Func<string[], string[], string> Body)
{
    /// <summary>The peer that does nothing but answer.</summary>
    public const string EmptyEndpoint = "Kestrel, empty";

    private static readonly string[] Columns = ["carat", "cut", "color", "clarity", "depth", "table", "x", "y", "z"];

    /// <summary>Gets the workloads: every way to write one row.</summary>
    public static IReadOnlyList<ServingWorkload> All { get; } =
    [
        new("serve_split", "/invocations", (names, values) => $$$"""{"dataframe_split":{"columns":[{{{Quoted(names)}}}],"data":[[{{{string.Join(',', values)}}}]]}}"""),
        new("serve_records", "/invocations", (names, values) => $$$"""{"dataframe_records":[{{{{Members(names, values)}}}}]}"""),
        new("serve_records_logged", "/invocations", (names, values) => $$$"""{"dataframe_records":[{{{{Members(names, values)}}}}]}""") { IsLogged = true },
        new("serve_instances", "/invocations", (_, values) => $$$"""{"instances":[[{{{string.Join(',', values)}}}]]}"""),
        new("serve_infer", "/v2/models/diamonds/infer", (names, values) => $$$"""{"inputs":[{"name":"input","shape":[1,{{{names.Length}}}],"datatype":"FP64","data":[{{{string.Join(',', values)}}}]}]}"""),
    ];

    /// <summary>Gets a value indicating whether the server logs each prediction before it answers.</summary>
    public bool IsLogged { get; init; }

    /// <summary>Measures our server.</summary>
    /// <returns>The rate, and the prediction as the score.</returns>
    public WorkloadResult Measure()
    {
        BenchData data = BenchData.ReadRegression("diamonds");
        var schema = new FeatureSchema([.. Columns.Select(name => new Feature(name))]);
        Dataset train = Dataset.ForRegression(data.Train.Features, data.Train.Target.ToArray(), schema);
        IPredictiveModel model = new GradientBoostingRegressor { EarlyStopping = EarlyStopping.Off }.Fit(train);
        var package = new ModelPackage { Name = "diamonds", Estimator = nameof(GradientBoostingRegressor), Predictor = new Predictor(model, "price") };
        DirectoryInfo folder = Directory.CreateTempSubdirectory("modelyard-bench-");
        try
        {
            WebApplication server = ModelServer.Build(new ModelServerOptions { Models = ["diamonds"], Source = new OneModel(package), Port = 0, Predictions = IsLogged ? new PredictionLogStore(folder.FullName) : null });
            return Measure(server, BodyOf(data), "predictions");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Measures an endpoint of Kestrel that answers the same requests with a constant: what the framework leaves to gain.</summary>
    /// <returns>The rate.</returns>
    public WorkloadResult MeasureEmpty()
    {
        string body = BodyOf(BenchData.ReadRegression("diamonds"));
        return Measure(EmptyServer.Build(Path), body, null) with { Peer = EmptyEndpoint };
    }

    private WorkloadResult Measure(WebApplication server, string body, string? answers)
    {
        try
        {
            server.StartAsync().GetAwaiter().GetResult();
            var address = new Uri(new Uri(server.Urls.First()), Path);
            double? prediction = answers is null ? null : Ask(address, body);
            WrkLoad load = WrkLoad.Measure(address, body);
            return new WorkloadResult(Name, "1 row, 16 connections", null, null, prediction, Rate: load.Rate, P99: load.P99);
        }
        finally
        {
            server.StopAsync().GetAwaiter().GetResult();
            ((IDisposable)server).Dispose();
        }
    }

    private static double Ask(Uri address, string body)
    {
        using var client = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = client.PostAsync(address, content).GetAwaiter().GetResult();
        using var document = JsonDocument.Parse(answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
        JsonElement root = document.RootElement;
        JsonElement values = root.TryGetProperty("predictions", out JsonElement predictions) ? predictions : root.GetProperty("outputs")[0].GetProperty("data");
        return values[0].GetDouble();
    }

    private string BodyOf(BenchData data)
    {
        double[] row = data.Test.Features.Row(0).ToArray();
        return Body(Columns, [.. row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))]);
    }

    private static string Quoted(string[] names) => string.Join(',', names.Select(name => $"\"{name}\""));

    private static string Members(string[] names, string[] values) => string.Join(',', names.Zip(values, (name, value) => $"\"{name}\":{value}"));

    private sealed class OneModel(ModelPackage package) : IModelSource
    {
        private readonly ServedVersion _version = new(package.Name, "1", package);

        public long Revision => 1;

        public ServedVersion Load(string reference) => _version;
    }
}
