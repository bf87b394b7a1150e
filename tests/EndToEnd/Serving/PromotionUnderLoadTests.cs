using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Serving;

public sealed class PromotionUnderLoadTests : IDisposable
{
    private const int Connections = 16;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task No_request_fails_while_a_new_version_is_promoted_and_later_answers_are_its_own()
    {
        // The two versions say opposite things of the same row, so that an answer tells which one gave it.
        _workplace.WriteRows("one.csv", "a,y", i => $"{i % 20},{(i % 20 < 10 ? "low" : "high")}");
        _workplace.WriteRows("two.csv", "a,y", i => $"{i % 20},{(i % 20 < 10 ? "high" : "low")}");
        await Train("one.csv");
        (await _workplace.RunAsync("models", "alias", "y:1", "champion")).Succeeded();
        (RunningCommand command, HttpClient client) = await _workplace.ServeAsync("y@champion");
        using (command)
        using (client)
        {
            using var enough = new CancellationTokenSource();
            var answers = new ConcurrentQueue<string>();
            Task[] load = [.. Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    answers.Enqueue(await Ask(client));
                }
            }))];
            await Until(() => answers.Count > 100);
            await Train("two.csv");
            (await _workplace.RunAsync("models", "alias", "y:2", "champion")).Succeeded();
            await Until(() => load.Any(one => one.IsFaulted) || answers.TryPeek(out _) && answers.Last() == "high");
            answers.Clear();
            await Until(() => load.Any(one => one.IsFaulted) || answers.Count > 100);
            string[] later = [.. answers];
            await enough.CancelAsync();
            await Task.WhenAll(load);

            // Those that were in flight when the queue was emptied may still be old; there is at most one a connection.
            Assert.InRange(later.Count(answer => answer == "low"), 0, Connections);
            Assert.Equal("high", await Ask(client));
        }
    }

    private static async Task<string> Ask(HttpClient client)
    {
        using var body = new StringContent("""{"inputs":[{"name":"a","shape":[1],"datatype":"INT64","data":[3]}]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync("/v2/models/y/infer", body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("outputs")[0].GetProperty("data")[0].GetString()!;
    }

    private static async Task Until(Func<bool> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Workplace.Patience, "It did not come about in time.");
            await Task.Delay(20);
        }
    }

    private async Task Train(string table) =>
        (await _workplace.RunAsync("train", table, "--target", "y", "--trials", "0", "--candidates", "LogisticRegression")).Succeeded();
}
