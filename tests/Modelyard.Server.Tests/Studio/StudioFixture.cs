using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Modelyard.Lifecycle;

namespace Modelyard.Server.Tests.Studio;

/// <summary>Runs a server of pages alone over a made yard, once for all tests of a class.</summary>
public class StudioFixture : IAsyncLifetime
{
    private WebApplication? _server;

    public string Folder { get; } = Directory.CreateTempSubdirectory("modelyard-studio-").FullName;

    /// <summary>Gets the run that made the model.</summary>
    public string FirstRun { get; private set; } = "";

    public HttpClient Client { get; private set; } = null!;

    public WebApplication Server => _server!;

    public Yard OpenYard() => Yard.Open(Folder);

    public async Task InitializeAsync()
    {
        FirstRun = Make();
        _server = ModelServer.Build(new ModelServerOptions { Models = [], Studio = Folder, Tokens = Folder, Port = 0 });
        await _server.StartAsync();
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_server.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public async Task<(int Status, string Text)> GetAsync(string path)
    {
        using HttpResponseMessage answer = await Client.GetAsync(path);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> JsonAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(path))!;

    /// <summary>Posts a form; a redirection is not followed.</summary>
    public async Task<(int Status, string Text, string? Location)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage answer = await Client.PostAsync(path, form);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.ToString());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
        ScratchFolder.Delete(Folder);
    }

    /// <summary>Makes the yard.</summary>
    /// <returns>The run that made the model.</returns>
    protected virtual string Make() => MadeYard.Make(Folder);
}
