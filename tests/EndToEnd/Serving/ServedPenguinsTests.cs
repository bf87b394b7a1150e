using System.Net;
using System.Text;
using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Serving;

public sealed class ServedPenguinsTests(TrainedPenguins penguins) : IClassFixture<TrainedPenguins>
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task The_server_answers_by_every_protocol_as_predict_does()
    {
        Workplace workplace = penguins.Workplace;
        (RunningCommand command, HttpClient client) = await workplace.ServeAsync("species");
        using (command)
        using (client)
        {
            string[] rows = [.. (await File.ReadAllLinesAsync(Workplace.Example("penguins.csv"))).Take(6)];
            workplace.Write("some.csv", string.Join('\n', rows) + "\n");
            string[] expected = [.. (await workplace.JsonAsync("predict", "species", "some.csv")).GetProperty("predictions").EnumerateArray().Select(one => one.GetString()!)];

            JsonElement byCsv = await Post(client, "/invocations", "text/csv", string.Join('\n', rows));
            Assert.Equal(expected, byCsv.GetProperty("predictions").EnumerateArray().Select(one => one.GetString()!));
            JsonElement byTensors = await Post(client, "/v2/models/species/infer", "application/json", Tensors(rows));
            Assert.Equal(expected, byTensors.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(one => one.GetString()!));

            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ping")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v2/health/ready")).StatusCode);
            using var openApi = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
            Assert.StartsWith("3.", openApi.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
            Assert.Contains(openApi.RootElement.GetProperty("paths").EnumerateObject(), path => path.Name.EndsWith("/infer", StringComparison.Ordinal));
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Asked_to_end_it_answers_what_is_in_flight_and_ends(bool byKeyboard)
    {
        (RunningCommand command, HttpClient client) = await penguins.Workplace.ServeAsync("species");
        using (command)
        using (client)
        {
            string[] rows = [.. (await File.ReadAllLinesAsync(Workplace.Example("penguins.csv"))).Take(3)];
            using var body = new SlowContent(Encoding.UTF8.GetBytes(string.Join('\n', rows)));
            Task<HttpResponseMessage> inFlight = client.PostAsync("/invocations", body);
            await body.HalfSent;
            if (byKeyboard)
            {
                command.Interrupt();
            }
            else
            {
                command.Terminate();
            }

            await Task.Delay(300);
            body.SendTheRest();
            using HttpResponseMessage answer = await inFlight;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            CommandResult result = await command.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(result.Code == 0, result.Error);
        }
    }

    private static string Tensors(string[] rows)
    {
        string[] names = [.. rows[0].Split(',').Select(name => name.Trim('"'))];
        string[][] cells = [.. rows.Skip(1).Select(row => row.Split(','))];
        IEnumerable<string> inputs = names.Select((name, column) => (Name: name, Column: column)).Where(one => one.Name != "species").Select(one =>
        {
            string[] values = [.. cells.Select(row => row[one.Column] is "" or "NA" ? "null" : row[one.Column])];
            string datatype = one.Name is "island" or "sex" ? "BYTES" : "FP64";
            return $$"""{"name":"{{one.Name}}","shape":[{{cells.Length}}],"datatype":"{{datatype}}","data":[{{string.Join(',', values)}}]}""";
        });
        return $$"""{"inputs":[{{string.Join(',', inputs)}}]}""";
    }

    private static async Task<JsonElement> Post(HttpClient client, string path, string type, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using HttpResponseMessage answer = await client.PostAsync(path, content);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
