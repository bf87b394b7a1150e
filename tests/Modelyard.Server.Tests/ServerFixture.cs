using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Server.Protocol;
using Modelyard.Server.Security;
using Modelyard.Server.Security.Tls;
using Modelyard.Server.Telemetry;
using Modelyard.Server.Telemetry.Collecting;
using Modelyard.Trees.Boosting;

namespace Modelyard.Server.Tests;

/// <summary>Runs a server on a free port over two small models in files of their own.</summary>
public sealed class ServerFixture : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _server;

    private ServerFixture(string folder, WebApplication server)
    {
        _folder = folder;
        _server = server;
        Client = new HttpClient { BaseAddress = new Uri(server.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Client { get; }

    public int Port => Client.BaseAddress!.Port;

    internal MemoryLimit Memory => _server.Services.GetRequiredService<MemoryLimit>();

    internal ServerTelemetry Telemetry => _server.Services.GetRequiredService<ServerTelemetry>();

    internal MetricCollector Metrics => _server.Services.GetRequiredService<MetricCollector>();

    internal TokenWatch Tokens => _server.Services.GetRequiredService<TokenWatch>();

    internal ServerCertificate? Certificate => _server.Services.GetService<ServerCertificate>();

    public string ChurnFile => Path.Combine(_folder, "churn.model");

    public static ModelPackage Churn { get; } = MakeChurn(1);

    public static ModelPackage Price { get; } = MakePrice();

    /// <summary>Gets the routes of the server.</summary>
    internal IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)_server).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public static async Task<ServerFixture> StartAsync(Func<ModelServerOptions, ModelServerOptions>? change = null, Action<IEndpointRouteBuilder>? routes = null)
    {
        string folder = Directory.CreateTempSubdirectory("modelyard-server-").FullName;
        ModelFile.Write(Churn, Path.Combine(folder, "churn.model"));
        ModelFile.Write(Price, Path.Combine(folder, "price.model"));
        var options = new ModelServerOptions { Models = [Path.Combine(folder, "churn.model"), Path.Combine(folder, "price.model")], Port = 0 };
        WebApplication server = ModelServer.Build(change?.Invoke(options) ?? options);
        routes?.Invoke(server);
        await server.StartAsync();
        return new ServerFixture(folder, server);
    }

    /// <summary>Makes a classifier over a number, a category, a truth value and a timestamp.</summary>
    public static ModelPackage MakeChurn(ulong seed)
    {
        var schema = new FeatureSchema(
            new Feature("tenure"),
            new Feature("plan of \"use\"", FeatureKind.Categorical) { Levels = ["basic", "größer", "plus"] },
            new Feature("paperless", FeatureKind.Boolean),
            new Feature("since", FeatureKind.Timestamp));
        var features = new Matrix(300, 4);
        int[] labels = new int[300];
        for (int row = 0; row < 300; row++)
        {
            int mixed = (int)((((ulong)row * 7919) + (seed * 31)) % 97);
            features[row, 0] = row % 11 == 0 ? double.NaN : mixed;
            features[row, 1] = row % 3;
            features[row, 2] = row % 2;
            features[row, 3] = 1.6e9 + (row * 86400.0);
            labels[row] = mixed + (row % 3 * 20) > 60 ? 1 : 0;
        }

        var pipeline = new Pipeline([new Imputer(), new OneHotEncoder(), new StandardScaler()], new GradientBoostingClassifier { Iterations = 10 });
        IPredictiveModel model = pipeline.FitModel(Dataset.ForClassification(features, labels, ["no", "yes"], schema), new FitContext());
        return new ModelPackage { Name = "churn", Estimator = "GradientBoostingClassifier", Predictor = new Predictor(model, "Churn", 0.4) };
    }

    public static double[] ChurnProbabilities(ModelPackage package, params double[] row)
    {
        double[] probabilities = new double[2];
        package.Predictor.PredictClass(row, probabilities);
        return probabilities;
    }

    public async Task<(int Status, JsonNode Body)> PostAsync(string path, string body, string contentType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using HttpResponseMessage answer = await Client.PostAsync(path, content);
        string text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode >= 400)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            JsonNode problem = JsonNode.Parse(text)!;
            Assert.Equal((int)answer.StatusCode, (int)problem["status"]!);
            Assert.NotEmpty(problem["errors"]!.AsArray());
            Assert.All(problem["errors"]!.AsArray(), error =>
            {
                Assert.NotEmpty((string)error!["path"]!);
                Assert.NotEmpty((string)error["code"]!);
                Assert.NotEmpty((string)error["message"]!);
                Assert.True(error.AsObject().ContainsKey("input"));
            });
        }

        return ((int)answer.StatusCode, JsonNode.Parse(text)!);
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(path))!;

    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        ScratchFolder.Delete(_folder);
    }

    private static ModelPackage MakePrice()
    {
        var features = new Matrix(200, 3);
        double[] target = new double[200];
        for (int row = 0; row < 200; row++)
        {
            features[row, 0] = row % 13;
            features[row, 1] = row % 7;
            features[row, 2] = row % 5;
            target[row] = (3.5 * (row % 13)) - (row % 7);
        }

        IPredictiveModel model = new GradientBoostingRegressor { Iterations = 10 }.Fit(Dataset.ForRegression(features, target), new FitContext());
        return new ModelPackage { Name = "price", Estimator = "GradientBoostingRegressor", Predictor = new Predictor(model, "price") };
    }
}
