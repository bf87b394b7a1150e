using System.Net;
using System.Text;
using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Serving;

public sealed class SecuredServerTests : IDisposable
{
    private const int Limit = 120_000;
    private const string Row = "a\n3\n";
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_token_given_and_revoked_by_the_command_opens_and_closes_a_server_that_runs()
    {
        _workplace.WriteRows("rows.csv", "a,y", i => $"{i % 20},{(i % 20 < 10 ? "low" : "high")}");
        (await _workplace.RunAsync("train", "rows.csv", "--target", "y", "--trials", "0", "--candidates", "LogisticRegression")).Succeeded();
        (RunningCommand command, HttpClient client) = await _workplace.ServeAsync("y");
        using (command)
        using (client)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, token: null));
            string token = (await _workplace.JsonAsync("tokens", "add", "checkout", "--scope", "predict")).GetProperty("token").GetString()!;
            await UntilAsync(async () => await AskAsync(client, token: null) == HttpStatusCode.Unauthorized);
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, token));
            using (var metrics = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new("Bearer", token) } })
            using (HttpResponseMessage narrow = await client.SendAsync(metrics))
            {
                Assert.Equal(HttpStatusCode.Forbidden, narrow.StatusCode);
            }

            (await _workplace.RunAsync("tokens", "revoke", "checkout")).Succeeded();
            await UntilAsync(async () => await AskAsync(client, token) == HttpStatusCode.Unauthorized);
            command.Interrupt();
            CommandResult result = await command.WaitAsync(Workplace.Patience);
            Assert.DoesNotContain(token[15..79], result.Output + result.Error, StringComparison.Ordinal);
        }

        JsonElement kept = (await _workplace.JsonAsync("tokens", "list")).GetProperty("tokens")[0];
        Assert.Equal(JsonValueKind.String, kept.GetProperty("lastUsed").ValueKind);
        Assert.Equal(JsonValueKind.String, kept.GetProperty("revoked").ValueKind);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/invocations") { Content = new StringContent(Row, Encoding.UTF8, "text/csv") };
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var late = new CancellationTokenSource(Workplace.Patience);
        while (!await holds())
        {
            await Task.Delay(50, late.Token);
        }
    }
}
