using System.Net;
using System.Text;
using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Serving;

public sealed class SecuredServerTests(TrainedPenguins penguins) : IClassFixture<TrainedPenguins>
{
    private const int Limit = 90_000;

    [Fact(Timeout = Limit)]
    public async Task A_token_given_and_revoked_by_the_command_opens_and_closes_a_server_that_runs()
    {
        Workplace workplace = penguins.Workplace;
        string row = string.Join('\n', (await File.ReadAllLinesAsync(Workplace.Example("penguins.csv"))).Take(2));
        (RunningCommand command, HttpClient client) = await workplace.ServeAsync("species");
        using (command)
        using (client)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, row, token: null));
            string token = (await workplace.JsonAsync("tokens", "add", "checkout", "--scope", "predict")).GetProperty("token").GetString()!;
            await UntilAsync(async () => await AskAsync(client, row, token: null) == HttpStatusCode.Unauthorized);
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, row, token));
            using (var metrics = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new("Bearer", token) } })
            using (HttpResponseMessage narrow = await client.SendAsync(metrics))
            {
                Assert.Equal(HttpStatusCode.Forbidden, narrow.StatusCode);
            }

            (await workplace.RunAsync("tokens", "revoke", "checkout")).Succeeded();
            await UntilAsync(async () => await AskAsync(client, row, token) == HttpStatusCode.Unauthorized);
            command.Interrupt();
            CommandResult result = await command.WaitAsync(Workplace.Patience);
            Assert.DoesNotContain(token[15..79], result.Output + result.Error, StringComparison.Ordinal);
        }

        JsonElement kept = (await workplace.JsonAsync("tokens", "list")).GetProperty("tokens")[0];
        Assert.Equal(JsonValueKind.String, kept.GetProperty("lastUsed").ValueKind);
        Assert.Equal(JsonValueKind.String, kept.GetProperty("revoked").ValueKind);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string rows, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/invocations") { Content = new StringContent(rows, Encoding.UTF8, "text/csv") };
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
