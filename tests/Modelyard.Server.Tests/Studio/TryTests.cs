using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Modelyard.Server.Tests.Studio;

public sealed class TryTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    private static readonly string Plan = Uri.EscapeDataString($"x.{MadeYard.Script}");

    [Fact]
    public async Task The_form_has_the_ranges_choices_and_defaults_of_the_training_data()
    {
        JsonArray fields = (await studio.JsonAsync("/studio/models/churn/try.json"))["fields"]!.AsArray();
        JsonNode tenure = fields[0]!;
        Assert.Equal((0, 96, 1), ((double)tenure["minimum"]!, (double)tenure["maximum"]!, (double)tenure["step"]!));
        Assert.InRange(double.Parse((string)tenure["value"]!, System.Globalization.CultureInfo.InvariantCulture), 40, 56);
        Assert.Equal(["basic", MadeYard.Image, MadeYard.Reversed, ""], fields[1]!["choices"]!.AsArray().Select(choice => (string)choice!["value"]!));
        Assert.Contains("33\u00A0%", (string)fields[1]!["choices"]![0]!["label"]!, StringComparison.Ordinal);
        Assert.Equal("Day", (string)fields[3]!["kind"]!);
    }

    [Theory]
    [InlineData("90", "basic")]
    [InlineData("3", "")]
    [InlineData("", "never seen")]
    public async Task The_page_answers_as_invocations_does(string tenure, string plan)
    {
        JsonNode page = await studio.JsonAsync($"/studio/models/churn/try.json?x.tenure={tenure}&{Plan}={Uri.EscapeDataString(plan)}&x.paperless=true&x.since=2021-01-01");
        string body = new JsonObject
        {
            ["dataframe_records"] = new JsonArray(new JsonObject
            {
                ["tenure"] = tenure.Length == 0 ? null : int.Parse(tenure, System.Globalization.CultureInfo.InvariantCulture), [MadeYard.Script] = plan.Length == 0 ? null : plan, ["paperless"] = true, ["since"] = "2021-01-01",
            }),
            ["params"] = new JsonObject { ["probabilities"] = true },
        }.ToJsonString();
        using HttpResponseMessage asked = await studio.Client.PostAsync("/invocations?model=churn", new StringContent(body, Encoding.UTF8, "application/json"));
        JsonNode expected = JsonNode.Parse(await asked.Content.ReadAsStringAsync())!;
        Assert.Equal((string)expected["predictions"]![0]!, (string)page["answer"]!["prediction"]!);
        Assert.Equal(expected["probabilities"]![0]!.AsArray().Select(one => (double)one!), page["answer"]!["numbers"]!.AsArray().Select(one => (double)one!));
    }

    [Fact]
    public async Task Contributions_and_what_is_usual_add_up_to_what_is_explained()
    {
        JsonNode answer = (await studio.JsonAsync("/studio/models/churn/try.json?x.tenure=90&explain=yes"))["answer"]!;
        Assert.NotEmpty(answer["why"]!.AsArray());
        Assert.Equal("tenure", (string)answer["why"]![0]!["input"]!);
        Assert.Contains("each input moves", (string)answer["whyNote"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_beyond_training_are_told()
    {
        JsonNode answer = (await studio.JsonAsync($"/studio/models/churn/try.json?x.tenure=900&{Plan}=gold"))["answer"]!;
        string notes = string.Join(' ', answer["notes"]!.AsArray().Select(note => (string)note!));
        Assert.Contains("'tenure' is '900', and training has seen 0 to 96", notes, StringComparison.Ordinal);
        Assert.Contains("has not seen 'gold'", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_another_kind_is_told_as_invocations_tells_it()
    {
        JsonNode answer = (await studio.JsonAsync("/studio/models/churn/try.json?x.tenure=long"))["answer"]!;
        Assert.Null(answer["prediction"]);
        Assert.Contains("The value 'long' of the input 'tenure' must be a finite number or null.", answer["notes"]!.AsArray().Select(note => (string)note!));
    }

    [Fact]
    public async Task A_form_is_answered_with_the_address_that_shows_it_and_compared_with_the_first_prediction()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("version", "1"), KeyValuePair.Create("x.tenure", "90"), KeyValuePair.Create("first", "0.9 0.1")]);
        using HttpResponseMessage answer = await studio.Client.PostAsync("/studio/models/churn/try", form);
        string link = answer.Headers.GetValues("HX-Replace-Url").Single();
        Assert.StartsWith("/studio/models/churn/try?version=1&", link, StringComparison.Ordinal);
        Assert.Contains("x.tenure=90", link, StringComparison.Ordinal);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("name=\"first\" form=\"inputs\" value=\"0.9 0.1\"", page, StringComparison.Ordinal);
        Assert.Contains("points from", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_of_curl_works_as_it_stands()
    {
        JsonNode page = await studio.JsonAsync($"/studio/models/churn/try.json?x.tenure=90&{Plan}={Uri.EscapeDataString("it's <b>")}");
        string curl = (string)page["snippets"]!.AsArray().First(one => (string)one!["language"]! == "curl")!["code"]!;
        using Process shell = Process.Start(new ProcessStartInfo("bash", ["-c", curl]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        JsonNode answer = JsonNode.Parse(await shell.StandardOutput.ReadToEndAsync())!;
        await shell.WaitForExitAsync();
        Assert.Equal((string)page["answer"]!["prediction"]!, (string)answer["predictions"]![0]!);
    }

    [Fact]
    public async Task A_table_is_scored_with_its_columns_and_previewed()
    {
        string header = $"id,tenure,\"{MadeYard.Script}\",paperless,since\n";
        (int status, string csv) = await ScoreAsync("score", header + "a,90,basic,true,2021-01-01\nb,,,false,2021-02-01\n");
        Assert.Equal(200, status);
        string[] lines = csv.Trim().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("id,tenure,", lines[0], StringComparison.Ordinal);
        Assert.Contains("prediction", lines[0], StringComparison.Ordinal);
        JsonNode one = await studio.JsonAsync($"/studio/models/churn/try.json?version=1&x.tenure=90&{Plan}=basic&x.paperless=true&x.since=2021-01-01");
        string probability = ((double)one["answer"]!["numbers"]![0]!).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(probability, lines[1], StringComparison.Ordinal);

        (_, string preview) = await ScoreAsync("score/preview", header + "a,90,basic,true,2021-01-01\n");
        Assert.Contains("First of 1 row", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", preview, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tenure\n5\n", "has no column")]
    [InlineData("a,b\n1,2,3\n", "fields")]
    [InlineData("", "no file")]
    public async Task A_table_that_does_not_fit_is_told_what_is_wrong(string csv, string told)
    {
        (int status, string preview) = await ScoreAsync("score/preview", csv);
        Assert.Equal(200, status);
        Assert.Contains(told, preview, StringComparison.Ordinal);
        (int refused, _) = await ScoreAsync("score", csv);
        Assert.Equal(400, refused);
    }

    private async Task<(int Status, string Text)> ScoreAsync(string path, string csv)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        form.Add(file, "file", "rows.csv");
        form.Add(new StringContent("1"), "version");
        using HttpResponseMessage answer = await studio.Client.PostAsync($"/studio/models/churn/{path}", form);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
