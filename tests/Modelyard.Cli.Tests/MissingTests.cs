using System.Text.Json;
using Modelyard.Cli;

namespace Modelyard.Cli.Tests;

public sealed class MissingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_said_of_missing_cells_at_training_holds_for_predictions()
    {
        string birds = Birds();
        (int code, string output, string error) = await TestCommand.Run("train", birds, "--target", "damage", "--trials", "0", "--candidates", "DecisionTreeClassifier", "--missing", "NA", "--missing", "", "--missing", "unknown", "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var training = JsonDocument.Parse(output);
        Assert.Contains("missing in 10 of 200 rows; they are left out", training.RootElement.GetProperty("warnings").ToString(), StringComparison.Ordinal);

        using JsonDocument shown = await Json("models", "show", "damage", "--yard", _folder);
        Assert.Equal(["Minor", "None"], Texts(shown.RootElement.GetProperty("classes")));
        Assert.Equal(["NA", "", "unknown"], Texts(shown.RootElement.GetProperty("missing")));
        Assert.Contains("None", Texts(shown.RootElement.GetProperty("inputs").EnumerateArray().First(input => input.GetProperty("name").GetString() == "sky").GetProperty("levels")));
        Assert.Contains(" missing   'NA', '', 'unknown'", (await TestCommand.Run("models", "show", "damage", "--yard", _folder)).Output, StringComparison.Ordinal);

        // The sky decides: no damage under a sky of 'None', which is a level as in training. Said otherwise, it is a missing cell.
        string file = Path.Combine(_folder, "damage.modelyard"), asked = Write("asked.csv", "sky,speed\nNone,100\nRain,100\nFog,unknown\n");
        Assert.Equal(0, (await TestCommand.Run("models", "export", "damage", "-o", file, "--yard", _folder)).Code);
        foreach (string model in new[] { "damage", file })
        {
            using JsonDocument scored = await Json("predict", model, asked, "--yard", _folder);
            Assert.Equal(["None", "Minor", "None"], Texts(scored.RootElement.GetProperty("predictions")));
        }

        (code, _, error) = await TestCommand.Run("predict", file, asked, "--missing", "");
        Assert.Equal(1, code);
        Assert.Contains("'unknown' in data row 3 of the column 'speed' is not a number", error, StringComparison.Ordinal);

        using JsonDocument run = await Json("runs", "show", training.RootElement.GetProperty("run").GetString()!, "--yard", _folder);
        Assert.Equal("'NA', '', 'unknown'", run.RootElement.GetProperty("tags").GetProperty("missing").GetString());
        Assert.Contains("missing cells", (await TestCommand.Run("runs", "show", training.RootElement.GetProperty("run").GetString()!, "--yard", _folder)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_was_taken_for_missing_cells_is_told_with_what_to_say()
    {
        (int code, _, string error) = await TestCommand.Run("train", Birds(), "--target", "damage", "--trials", "0", "--candidates", "DecisionTreeClassifier", "--yard", _folder);
        Assert.Equal(1, code);
        Assert.Contains("100 of its cells are 'None', which is read as a missing cell. If 'None' is a class, say which texts are missing cells instead: --missing \"\" --missing NA.", error, StringComparison.Ordinal);
        using JsonDocument described = await Json("data", "describe", Birds());
        JsonElement damage = described.RootElement.GetProperty("columns").EnumerateArray().Last();
        Assert.Equal((100, 10), (damage.GetProperty("missingTexts").GetProperty("None").GetInt32(), damage.GetProperty("missingTexts").GetProperty("NA").GetInt32()));
    }

    [Theory]
    [InlineData("--stream")]
    [InlineData("--seed", "0")]
    public async Task A_fit_reads_the_cells_as_it_is_told(params string[] more)
    {
        (int code, string output, string error) = await TestCommand.Run(["fit", "GaussianNaiveBayes", Birds(), "--target", "damage", "--missing", "NA", "--missing", "", "--json", "--test", Birds(), .. more]);
        Assert.True(code == 0, error);
        Assert.Contains("missing in 10 of 200 rows", error, StringComparison.Ordinal);
        using var fit = JsonDocument.Parse(output);
        Assert.True(fit.RootElement.GetProperty("test").TryGetProperty("accuracy", out _));
        using JsonDocument described = await Json("data", "describe", Birds(), "--missing", "");
        Assert.Equal(0, described.RootElement.GetProperty("columns").EnumerateArray().Last().GetProperty("missing").GetInt32());
    }

    [Fact]
    public async Task Empty_cells_that_are_not_said_to_be_missing_are_told()
    {
        string table = Write("empty.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 4 == 0 ? "" : $"{i % 3}")},{(i % 2 == 0 ? "n" : "m")}\n")));
        (int code, _, string error) = await TestCommand.Run("fit", "GaussianNaiveBayes", table, "--target", "y", "--missing", "NA");
        Assert.True(code == 0, error);
        Assert.Contains("The column 'a' is empty in 10 rows, which is a text like any other here. If empty cells are missing, say '--missing \"\"' too.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_texts_and_too_long_ones_are_bad_usage()
    {
        string[] line = ["data", "describe", Birds()];
        (int code, _, string error) = await TestCommand.Run([.. line, .. Enumerable.Range(0, 101).SelectMany(i => new[] { "--missing", $"{i}" })]);
        Assert.Equal((2, true), (code, error.Contains("gives 101 texts and may give 100", StringComparison.Ordinal)));
        (code, _, error) = await TestCommand.Run([.. line, "--missing", new string('x', 201)]);
        Assert.Equal((2, true), (code, error.Contains("a text of 201 characters and may give 200", StringComparison.Ordinal)));
        (code, _, error) = await TestCommand.Run([.. line, "--missing"]);
        Assert.Equal((2, true), (code, error.Contains("--missing", StringComparison.Ordinal)));
    }

    /// <summary>Writes 200 rows of which half have the class 'None', always under a sky of 'None' or fog, and one in twenty no class.</summary>
    private string Birds() => Write("birds.csv", "sky,speed,damage\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
        $"{(i % 2 == 1 ? "Rain" : i % 4 == 0 ? "None" : "Fog")},{(i % 7 == 0 ? "" : $"{i * 7 % 13}")},{(i % 20 == 1 ? "NA" : i % 2 == 1 ? "Minor" : "None")}\n")));

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];

    private static async Task<JsonDocument> Json(params string[] args)
    {
        (int code, string output, string error) = await TestCommand.Run([.. args, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }
}
