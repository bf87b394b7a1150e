using System.Net.Http.Headers;
using System.Text;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Tests.Security;

/// <summary>Runs a server with everything on, whose yard gives tokens.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Row = """{"instances":[[1,"plus",true,null]]}""";
    public const string PriceRow = """{"instances":[[1,2,3]]}""";
    private readonly string _folder;
    private readonly HttpClient _client;

    private TokenServer(string folder, Yard yard, ServerFixture server)
    {
        _folder = folder;
        Yard = yard;
        Server = server;

        // Neither cookies nor redirections are followed: the tests look at them.
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Client.BaseAddress };
    }

    public Yard Yard { get; }

    public ServerFixture Server { get; }

    public static async Task<TokenServer> StartAsync(Func<ModelServerOptions, ModelServerOptions>? change = null)
    {
        string folder = Directory.CreateTempSubdirectory("modelyard-tokens-").FullName;
        var yard = Yard.Open(Path.Combine(folder, "yard"));
        ServerFixture server = await ServerFixture.StartAsync(options =>
        {
            ModelServerOptions full = options with { Tokens = yard.Folder, Predictions = yard.Predictions, Watch = yard.Folder, Studio = yard.Folder, PollInterval = TimeSpan.FromMilliseconds(20) };
            return change?.Invoke(full) ?? full;
        });
        return new TokenServer(folder, yard, server);
    }

    /// <summary>Gives a token, which the server knows at once.</summary>
    public string Give(string name, TokenRole role, TokenScopes scopes = TokenScopes.All, params string[] models)
    {
        string text = Yard.Tokens.Add(new TokenGrant(name, role) { Scopes = scopes, Models = models is [] ? ["*"] : models }).Text;
        Server.Tokens.Poll();
        return text;
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? token = null, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded");
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<int> StatusAsync(string method, string path, string? token = null, string? body = null, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage answer = await SendAsync(method, path, token, body, headers);
        return (int)answer.StatusCode;
    }

    /// <summary>Waits until something holds, which must come about.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            await Task.Delay(10, time.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        Yard.Dispose();
        ScratchFolder.Delete(_folder);
    }
}
