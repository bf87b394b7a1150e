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
    public async Task What_cannot_be_says_what_and_how_to_mend_it()
    {
        await Train();
        string labels = Path.Combine(_folder, "labels.csv");
        await File.WriteAllLinesAsync(labels, ["bird,sex", "1,male"]);
        await Fails(1, "There is no log of the predictions of 'sex'", "feedback", labels, "--model", "sex", "--key", "bird");
        await Fails(1, "There are none at all: serve or predict with '--log'", "predictions", "show", "sex");
        await Fails(2, "'--key' names the keys of the rows in the log, and nothing is logged", "predict", "sex", Example, "--key", "island");
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
