using System.Text.Json;

namespace Modelyard.Cli.Tests;

/// <summary>Logs predictions, reads them back, adds those of others and true labels.</summary>
public sealed class PredictionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_batch_is_logged_labelled_by_its_keys_read_and_added_again_without_a_row_twice()
    {
        await Train();
        string rows = Path.Combine(_folder, "rows.csv"), labels = Path.Combine(_folder, "labels.csv");
        string[] lines = await File.ReadAllLinesAsync(Example);
        await File.WriteAllLinesAsync(rows, [$"bird,{lines[0]}", .. lines.Skip(1).Take(100).Select((line, i) => $"{i:000},{line}")]);
        await File.WriteAllLinesAsync(labels, ["bird,sex", .. Enumerable.Range(0, 40).Select(i => $"{i:000},{(i % 2 == 0 ? "male" : "female")}")]);
        string logged = await Run("predict", "sex", rows, "--log", "--key", "bird", "-o", Path.Combine(_folder, "scored.csv"));
        Assert.Matches("logged as batch-[0-9]{8}-[0-9]{6}-[0-9a-f]{12}", logged);
        Assert.StartsWith(" 40 labels -> the log of sex", await Run("feedback", labels, "--model", "sex", "--key", "bird"), StringComparison.Ordinal);
        Assert.Contains("100 predictions of sex, 40 of them with labels", await Run("predictions", "show", "sex"), StringComparison.Ordinal);
        foreach (string ending in new[] { "csv", "parquet", "ndjson" })
        {
            string file = Path.Combine(_folder, $"out.{ending}");
            await Run("predictions", "export", "sex", "-o", file);
            Assert.StartsWith(" 100 predictions -> the log of sex", await Run("predictions", "add", "sex", file), StringComparison.Ordinal);
        }

        using var counts = JsonDocument.Parse(await Run("predictions", "show", "sex", "--json"));
        Assert.Equal((100, 40), (counts.RootElement.GetProperty("predictions").GetInt32(), counts.RootElement.GetProperty("labels").GetInt32()));
        Assert.Equal(" sex", (await Run("predictions", "list")).TrimEnd());
        string[] table = await File.ReadAllLinesAsync(Path.Combine(_folder, "out.csv"));
        Assert.Contains(",039,", table[40], StringComparison.Ordinal);
        Assert.Contains(",female,", table[40], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_with_a_name_and_a_moment_counts_once_however_often_it_runs()
    {
        await Train();
        string rows = Path.Combine(_folder, "rows.csv"), part = Path.Combine(_folder, "part.csv"), scored = Path.Combine(_folder, "scored.csv");
        string[] lines = await File.ReadAllLinesAsync(Example);
        await File.WriteAllLinesAsync(rows, lines.Take(101));

        // What a run that ended half way has logged.
        await File.WriteAllLinesAsync(part, lines.Take(61));
        string[] batch = ["--log", "--request", "job-7", "--at", "2026-01-31T06:00:00Z", "-o", scored];
        await Run(["predict", "sex", part, .. batch]);
        Assert.Contains("logged as job-7", await Run(["predict", "sex", rows, .. batch]), StringComparison.Ordinal);
        await Run(["predict", "sex", rows, .. batch]);
        using var once = JsonDocument.Parse(await Run("predictions", "show", "sex", "--json"));
        Assert.Equal(100, once.RootElement.GetProperty("predictions").GetInt32());

        // Of other rows under the same name one of two would be lost.
        string others = Path.Combine(_folder, "others.csv");
        await File.WriteAllLinesAsync(others, [lines[0], .. lines.Skip(101).Take(50)]);
        await Fails(1, "The log has other rows of the batch 'job-7' at 2026-01-31T06:00:00Z", ["predict", "sex", others, .. batch]);
        using var kept = JsonDocument.Parse(await Run("predictions", "show", "sex", "--json"));
        Assert.Equal(100, kept.RootElement.GetProperty("predictions").GetInt32());
        await Run("predict", "sex", rows, "--log", "-o", scored);
        using var twice = JsonDocument.Parse(await Run("predictions", "show", "sex", "--json"));
        Assert.Equal(200, twice.RootElement.GetProperty("predictions").GetInt32());
    }

    [Fact]
    public async Task A_long_batch_and_one_of_many_times_say_the_requests_that_their_rows_are_found_by()
    {
        await Train();
        string rows = Path.Combine(_folder, "rows.csv"), times = Path.Combine(_folder, "times.csv"), scored = Path.Combine(_folder, "scored.csv");
        string[] lines = await File.ReadAllLinesAsync(Example);
        await File.WriteAllLinesAsync(rows, [lines[0], .. Enumerable.Range(0, 20_001).Select(i => lines[1 + (i % 300)])]);
        await File.WriteAllLinesAsync(times, [$"at,{lines[0]}", .. Enumerable.Range(0, 30).Select(i => $"2026-01-{i + 1:00}T06:00:00Z,{lines[1 + i]}")]);
        Assert.Contains(" logged as long-0 to long-2", await Run("predict", "sex", rows, "--log", "--request", "long", "--at", "2026-01-31", "-o", scored), StringComparison.Ordinal);
        Assert.Contains(" logged as days-0 to days-29", await Run("predict", "sex", times, "--log", "--request", "days", "--time", "at", "-o", scored), StringComparison.Ordinal);
        Assert.Contains("prediction long-2, row 0", await Run("lineage", "long-2", "--model", "sex"), StringComparison.Ordinal);
        Assert.Contains("prediction days-29, row 0", await Run("lineage", "days-29", "--model", "sex"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_time_to_come_are_told()
    {
        await Train();
        string rows = Path.Combine(_folder, "rows.csv"), scored = Path.Combine(_folder, "scored.csv"), out1 = Path.Combine(_folder, "out.csv");
        string[] lines = await File.ReadAllLinesAsync(Example);
        await File.WriteAllLinesAsync(rows, [$"at,{lines[0]}", $"2999-01-01,{lines[1]}", $"2026-01-01,{lines[2]}"]);
        Assert.Contains("1 row of 2 has a time to come, up to 2999-01-01T00:00:00Z.", await Told("predict", "sex", rows, "--log", "--time", "at", "-o", scored), StringComparison.Ordinal);
        Assert.Contains("2 rows of 2 have times to come", await Told("predict", "sex", rows, "--log", "--at", "2999-02-01", "-o", scored), StringComparison.Ordinal);
        Assert.Equal("", await Told("predict", "sex", rows, "--log", "--at", "2026-01-01", "-o", scored));
        await Run("predictions", "export", "sex", "-o", out1);
        Assert.Contains("3 rows of 6 have times to come, up to 2999-02-01T00:00:00Z.", await Told("predictions", "add", "sex", out1), StringComparison.Ordinal);

        async Task<string> Told(params string[] args) => (await TestCommand.Run([.. args, "--yard", Path.Combine(_folder, "yard")])).Error;
    }

    [Theory]
    [InlineData("key", "7|x|8|y", "key '7', key '8'")]
    [InlineData("request,row", "job,2|job,9|other,0|job,0", "request 'job' row 9, request 'other' row 0")]
    [InlineData("key,at", "x,2026-01-30T00:00:00Z|x,2026-02-01T00:00:00Z", "key 'x'")]
    public async Task Labels_that_belong_to_no_logged_prediction_are_counted_and_named(string columns, string cells, string named)
    {
        await Train();
        string rows = Path.Combine(_folder, "rows.csv"), labels = Path.Combine(_folder, "labels.csv");
        string[] lines = await File.ReadAllLinesAsync(Example), labelled = cells.Split('|');
        await File.WriteAllLinesAsync(rows, [$"bird,{lines[0]}", $"x,{lines[1]}", $"y,{lines[2]}", $"z,{lines[3]}"]);
        await Run("predict", "sex", rows, "--key", "bird", "--log", "--request", "job", "--at", "2026-01-31", "-o", Path.Combine(_folder, "scored.csv"));
        await File.WriteAllLinesAsync(labels, [$"{columns},label", .. labelled.Select(label => $"{label},male")]);
        string[] expected = named.Split(", ");
        string told = await Run("feedback", labels, "--model", "sex");
        Assert.Contains($" {expected.Length} of them {(expected.Length == 1 ? "belongs" : "belong")} to no prediction that the log holds: {named}.", told, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await Run("feedback", labels, "--model", "sex", "--json"));
        Assert.Equal((labelled.Length, expected.Length), (json.RootElement.GetProperty("accepted").GetInt32(), json.RootElement.GetProperty("unmatched").GetInt32()));
        Assert.Equal(expected, json.RootElement.GetProperty("firstUnmatched").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task What_cannot_be_says_what_and_how_to_mend_it()
    {
        await Train();
        string labels = Path.Combine(_folder, "labels.csv");
        await File.WriteAllLinesAsync(labels, ["bird,sex", "1,male"]);
        await Fails(1, "There is no log of the predictions of 'sex'", "feedback", labels, "--model", "sex", "--key", "bird");
        await Fails(1, "There are none at all: serve or predict with '--log'", "predictions", "show", "sex");
        await Fails(2, "'--key' names the keys of the rows in the log, and nothing is logged", "predict", "sex", Example, "--key", "island");
        await Fails(2, "'--request' names the batch in the log, and nothing is logged", "predict", "sex", Example, "--request", "a");
        await Fails(2, "Say '--at' too", "predict", "sex", Example, "--log", "--request", "a");
        await Fails(2, "'--request' is empty", "predict", "sex", Example, "--log", "--request", " ", "--at", "2026-01-31");
        await Fails(2, "'--at' is 'soon' and must be a moment", "predict", "sex", Example, "--log", "--request", "a", "--at", "soon");
        await Fails(2, "'--key' is 'bird', which is no column of the table", "predict", "sex", Example, "--log", "--key", "bird");
        await Run("predict", "sex", Example, "--log", "-o", Path.Combine(_folder, "scored.csv"));
        await Fails(2, "Say '--key COLUMN' or '--request COLUMN'; it has 'bird', 'sex'", "feedback", labels, "--model", "sex");
        await Fails(1, "is none of the model's classes: 'female', 'male'", "feedback", labels, "--model", "sex", "--key", "sex", "--label", "bird");
        await Fails(2, "'--from' is 'soon' and must be a moment", "predictions", "show", "sex", "--from", "soon");
        await Fails(1, "has no predictions of that time", "predictions", "export", "sex", "--until", "2001-01-01", "-o", Path.Combine(_folder, "none.csv"));
        await Fails(1, "has no column '_prediction'", "predictions", "add", "sex", Example);
    }

    private static string Example => Path.Combine(TestCommand.FindRoot(), "examples", "data", "penguins.csv");

    private Task Train() => Run("train", Example, "--target", "sex", "--trials", "0", "--candidates", "LogisticRegression", "--no-refit");

    private async Task<string> Run(params string[] args)
    {
        (int code, string output, string error) = await TestCommand.Run([.. args, "--yard", Path.Combine(_folder, "yard")]);
        Assert.True(code == 0, error);
        return output;
    }

    private async Task Fails(int code, string message, params string[] args)
    {
        (int found, string output, string error) = await TestCommand.Run([.. args, "--yard", Path.Combine(_folder, "yard")]);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(code, found);
    }
}
