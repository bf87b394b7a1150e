using System.Globalization;
using System.Text.Json;

namespace Modelyard.Cli.Tests;

public sealed class SpreadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_forest_says_of_each_row_how_far_its_trees_are_apart()
    {
        string table = await Trained("RandomForestRegressor", "y");
        string[][] rows = Cells(await Text("predict", "y", table, "--spread", "--yard", _folder));
        Assert.Equal(["x", "kind", "y", "prediction", "spread"], rows[0]);
        Assert.All(rows[1..], row => Assert.True(double.Parse(row[4], CultureInfo.InvariantCulture) >= 0));
        using var told = JsonDocument.Parse(await Text("predict", "y", table, "--spread", "--json", "--yard", _folder));
        Assert.Equal(rows[1..].Select(row => row[4]), told.RootElement.GetProperty("spread").EnumerateArray().Select(one => one.GetDouble().ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Classes_get_their_uncertainty_in_parts_that_add_up()
    {
        string table = await Trained("RandomForestClassifier", "kind");
        string[][] rows = Cells(await Text("predict", "kind", table, "--spread", "--yard", _folder));
        Assert.Equal(["uncertainty_total", "uncertainty_aleatoric", "uncertainty_epistemic"], rows[0][^3..]);
        Assert.All(rows[1..], row =>
        {
            double[] parts = [.. row[^3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(parts[0], parts[1] + parts[2], 1e-12);
        });
        Assert.DoesNotContain("uncertainty", await Text("predict", "kind", table, "--yard", _folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(10, false)]
    public async Task Trees_that_are_sure_of_every_row_are_said_to_have_no_doubt_of_chance(int rowsOfLeaf, bool expected)
    {
        string table = await Trained("RandomForestClassifier", "kind"), model = Path.Combine(_folder, "forest.model");
        await Text("fit", "RandomForestClassifier", table, "--target", "kind", "--set", $"MinSamplesLeaf={rowsOfLeaf}", "--save", model);
        (_, string output, string error) = await TestCommand.Run("predict", model, table, "--spread", "--yard", _folder);
        Assert.Equal(expected, error.Contains("--set MinSamplesLeaf=10", StringComparison.Ordinal));
        Assert.Equal(expected, Cells(output)[1..].All(row => row[^2] == "0"));
    }

    [Fact]
    public async Task A_model_that_is_no_ensemble_is_refused_in_words_that_say_which_are()
    {
        string table = await Trained("Ridge", "y");
        (int code, string output, string error) = await TestCommand.Run("predict", "y", table, "--spread", "--yard", _folder);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Random forests, extra trees, bagging, votes", error, StringComparison.Ordinal);
    }

    private static string[][] Cells(string output) => [.. output.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(','))];

    private static async Task<string> Text(params string[] args)
    {
        (int code, string output, string error) = await TestCommand.Run(args);
        Assert.True(code == 0, error);
        return output;
    }

    /// <summary>Trains one estimator on rows in which the kind goes with both numbers, and gives their table.</summary>
    private async Task<string> Trained(string estimator, string target)
    {
        var random = new Random(7);
        string path = Path.Combine(_folder, "numbers.csv");
        IEnumerable<string> rows = Enumerable.Range(0, 150).Select(_ =>
        {
            double x = random.NextDouble(), y = x + (0.3 * random.NextDouble());
            return string.Create(CultureInfo.InvariantCulture, $"{x:0.####},{(y > 0.6 ? "high" : "low")},{y:0.####}");
        });
        await File.WriteAllLinesAsync(path, rows.Prepend("x,kind,y"));
        await Text("train", path, "--target", target, "--trials", "0", "--candidates", estimator, "--yard", _folder);
        return path;
    }
}
