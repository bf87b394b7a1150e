using System.Collections.Concurrent;
using System.Text;
using EndToEnd.Running;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;

namespace EndToEnd.Serving;

public sealed class KilledServerTests(TrainedPenguins penguins) : IClassFixture<TrainedPenguins>
{
    private const int Kills = 3;
    private const int Callers = 4;

    [Fact(Timeout = 120_000)]
    public async Task No_answered_prediction_and_no_accepted_label_is_lost()
    {
        string[] rows = [.. (await File.ReadAllLinesAsync(Workplace.Example("penguins.csv"))).Take(3)];
        var answered = new ConcurrentBag<string>();
        var labelled = new ConcurrentBag<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            (RunningCommand command, HttpClient client) = await penguins.Workplace.ServeAsync("species", "--log-folder", "logs");
            using (command)
            using (client)
            {
                Task[] calling = [.. Enumerable.Range(0, Callers).Select(_ => CallAsync(client, string.Join('\n', rows), answered, labelled))];
                await Task.Delay(400 + (150 * kill));
                command.Kill();
                await Task.WhenAll(calling);
            }
        }

        using PredictionLog log = new PredictionLogStore(Path.Combine(penguins.Workplace.Folder, "logs")).Open("species");
        Frame frame = log.Read();
        log.Seal();
        Assert.True(answered.Count > 20 && labelled.Count > 3, $"{answered.Count} answers and {labelled.Count} labels came before the kills.");
        foreach (Frame read in new[] { frame, log.Read() })
        {
            Dictionary<(string, string), int> places = Enumerable.Range(0, read.RowCount).ToDictionary(row => (read["_request"].FormatCell(row), read["_row"].FormatCell(row)));
            Assert.All(answered, request => Assert.True(places.ContainsKey((request, "0")) && places.ContainsKey((request, "1")), $"The request '{request}' was answered and is not in the log."));
            Assert.All(labelled, request => Assert.Equal("Gentoo", read["_label"].FormatCell(places[(request, "1")])));
        }
    }

    private static async Task CallAsync(HttpClient client, string body, ConcurrentBag<string> answered, ConcurrentBag<string> labelled)
    {
        try
        {
            for (int i = 0; ; i++)
            {
                using HttpResponseMessage answer = await client.PostAsync("/invocations", new StringContent(body, Encoding.UTF8, "text/csv"));
                string request = answer.EnsureSuccessStatusCode().Headers.GetValues("X-Request-Id").Single();
                answered.Add(request);
                if (i % 5 == 0)
                {
                    using HttpResponseMessage taken = await client.PostAsync("/models/species/feedback", new StringContent($$"""{"request":"{{request}}","row":1,"label":"Gentoo"}""", Encoding.UTF8, "application/json"));
                    taken.EnsureSuccessStatusCode();
                    labelled.Add(request);
                }
            }
        }
        catch (HttpRequestException)
        {
            // The server is dead.
        }
    }
}
