using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Tests.Security;

public sealed class RevocationTests
{
    [Fact]
    public async Task A_server_without_tokens_asks_for_none_and_from_the_first_one_on_always_does()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        Assert.Equal(200, await server.StatusAsync("GET", "/v2/models"));
        string token = server.Give("first", TokenRole.Viewer);
        await TokenServer.UntilAsync(async () => await server.StatusAsync("GET", "/v2/models") == 401);
        Assert.Equal(200, await server.StatusAsync("GET", "/v2/models", token));

        // When the last token ends the server must not stand open again.
        server.Yard.Tokens.Revoke("first");
        await TokenServer.UntilAsync(async () => await server.StatusAsync("GET", "/v2/models", token) == 401);
        Assert.Equal(401, await server.StatusAsync("GET", "/v2/models"));
        Assert.Equal(401, await server.StatusAsync("POST", "/invocations", token, TokenServer.Row));
        Assert.Equal(200, await server.StatusAsync("GET", "/ping"));
    }

    [Fact]
    public async Task A_token_that_expires_while_the_server_runs_opens_nothing()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        server.Give("other", TokenRole.Viewer);
        string token = server.Yard.Tokens.Add(new TokenGrant("short", TokenRole.Viewer) { Expires = DateTime.UtcNow.AddSeconds(4) }).Text;
        server.Server.Tokens.Poll();
        Assert.Equal(200, await server.StatusAsync("GET", "/v2", token));
        await TokenServer.UntilAsync(async () => await server.StatusAsync("GET", "/v2", token) == 401);
    }

    [Fact]
    public async Task What_was_used_is_kept_when_the_server_ends()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("used", TokenRole.Viewer);
        server.Yard.Tokens.Add(new TokenGrant("unused", TokenRole.Viewer));
        Assert.Equal(200, await server.StatusAsync("GET", "/v2", token));
        await server.Server.StopAsync();
        IReadOnlyList<AccessToken> tokens = server.Yard.Tokens.List();
        Assert.NotNull(tokens.Single(one => one.Name == "used").LastUsed);
        Assert.Null(tokens.Single(one => one.Name == "unused").LastUsed);
    }

    [Fact]
    public void A_server_that_others_reach_takes_a_token_of_the_yard_and_none_that_was_revoked()
    {
        string folder = Directory.CreateTempSubdirectory("modelyard-tokens-").FullName;
        try
        {
            using (Yard yard = Yard.Open(folder))
            {
                yard.Tokens.Add(new TokenGrant("gone", TokenRole.Admin));
                yard.Tokens.Revoke("gone");
                ModelyardException fault = Assert.Throws<ModelyardException>(() => Build(folder));
                Assert.Contains("modelyard tokens add", fault.Message, StringComparison.Ordinal);
                yard.Tokens.Add(new TokenGrant("there", TokenRole.Admin));
            }

            Build(folder);
        }
        finally
        {
            ScratchFolder.Delete(folder);
        }
    }

    private static void Build(string folder)
    {
        var options = new ModelServerOptions { Models = ["price"], Source = new Protocol.OneModel(ServerFixture.Price), Host = "*", Port = 0, Tokens = folder };
        ((IDisposable)ModelServer.Build(options)).Dispose();
    }
}
