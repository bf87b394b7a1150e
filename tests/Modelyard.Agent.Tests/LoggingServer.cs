using Microsoft.AspNetCore.Builder;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Server;

namespace Modelyard.Agent.Tests;

/// <summary>Represents a server with a log that may go away and come back at the same port, and a folder for an agent.</summary>
internal sealed class LoggingServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-agent-").FullName;
    private WebApplication? _server;

    public string? Token { get; init; }

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    public string AgentFolder => Path.Combine(_folder, "agent");

    public string[] Refused => File.Exists(Path.Combine(AgentFolder, "refused.ndjson")) ? File.ReadAllLines(Path.Combine(AgentFolder, "refused.ndjson")) : [];

    private string ModelPath => Path.Combine(_folder, "price.model");

    private PredictionLogStore Store => new(Path.Combine(_folder, "logs"));

    public static async Task<LoggingServer> StartAsync(string? token = null)
    {
        var server = new LoggingServer { Token = token };
        IPredictiveModel fitted = new Ridge().Fit(Dataset.ForRegression(new Matrix(3, 3), [1, 2, 3], new FeatureSchema(new Feature("x0"), new Feature("x1"), new Feature("x2"))), new FitContext());
        ModelFile.Write(new ModelPackage { Name = "price", Estimator = "Ridge", Predictor = new Predictor(fitted, "y") }, server.ModelPath);
        await server.ComeAsync();
        return server;
    }

    public AgentOptions Options(Func<AgentOptions, AgentOptions>? change = null)
    {
        var options = new AgentOptions(Address, "price", AgentFolder) { Token = () => Token, MaxPause = TimeSpan.FromMilliseconds(50) };
        return change?.Invoke(options) ?? options;
    }

    public async Task ComeAsync()
    {
        _server = ModelServer.Build(new ModelServerOptions { Models = [ModelPath], Port = Address.Port == 1 ? 0 : Address.Port, Predictions = Store, Token = Token });
        await _server.StartAsync();
        Address = new Uri(_server.Urls.First());
    }

    public async Task GoAsync()
    {
        await _server!.StopAsync();
        await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>Reads the log: the first input, the label and the request of each row, in the order in which they came.</summary>
    public (double Input, string Label, string Request)[] Read()
    {
        using PredictionLog log = Store.Open("price");
        Frame frame = log.Read();
        return [.. Enumerable.Range(0, frame.RowCount).Select(row => (double.Parse(frame["x0"].FormatCell(row), System.Globalization.CultureInfo.InvariantCulture), frame["_label"].FormatCell(row), frame["_request"].FormatCell(row)))];
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await GoAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
