using System.Text.Json;
using Modelyard.Cli;

namespace Modelyard.Cli.Tests;

public sealed class TrainAndPredictTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_trained_model_predicts_the_table_it_came_from()
    {
        (int code, string output, string error) = await TestCommand.Run("train", Penguins, "--target", "species", "--trials", "0", "--candidates", "LogisticRegression", "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var training = JsonDocument.Parse(output);
        Assert.Equal("species", training.RootElement.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal("classification", training.RootElement.GetProperty("task").GetString());
        Assert.InRange(training.RootElement.GetProperty("test").GetProperty("accuracy").GetProperty("value").GetDouble(), 0.9, 1);
        Assert.True(File.Exists(training.RootElement.GetProperty("report").GetString()));

        string scored = Path.Combine(_folder, "scored.csv");
        (code, _, error) = await TestCommand.Run("predict", "species", Penguins, "-o", scored, "--yard", _folder);
        Assert.True(code == 0, error);
        string[] lines = await File.ReadAllLinesAsync(scored);
        Assert.EndsWith("prediction,probability_Adelie,probability_Chinstrap,probability_Gentoo", lines[0], StringComparison.Ordinal);
        Assert.Equal((await File.ReadAllLinesAsync(Penguins)).Length, lines.Length);

        // A night without new rows is no fault: the server answers it with no predictions, the command with the header.
        string none = Path.Combine(_folder, "none.csv");
        await File.WriteAllLinesAsync(none, (await File.ReadAllLinesAsync(Penguins))[..1]);
        (code, _, error) = await TestCommand.Run("predict", "species", none, "-o", scored, "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Equal(lines[0], Assert.Single(await File.ReadAllLinesAsync(scored)));
        (code, output, error) = await TestCommand.Run("predict", "species", none, "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.Equal((0, 0), (told.RootElement.GetProperty("rows").GetInt32(), told.RootElement.GetProperty("predictions").GetArrayLength()));
        await File.WriteAllTextAsync(none, "species\n");
        (code, _, error) = await TestCommand.Run("predict", "species", none, "--yard", _folder);
        Assert.Equal(1, code);
        Assert.Contains("lacks the columns", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_and_a_model_file_are_written_as_the_same_ONNX_graph()
    {
        Assert.Equal(0, (await TestCommand.Run("train", Penguins, "--target", "species", "--trials", "0", "--candidates", "LogisticRegression", "--yard", _folder)).Code);
        string file = Path.Combine(_folder, "species.modelyard"), byName = Path.Combine(_folder, "new", "name.onnx"), byFile = Path.Combine(_folder, "file.onnx");
        Assert.Equal(0, (await TestCommand.Run("models", "export", "species", "-o", file, "--yard", _folder)).Code);
        (int code, string output, string error) = await TestCommand.Run("models", "export", "species@latest", "--onnx", "-o", byName, "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.Equal(("species:1", byName), (told.RootElement.GetProperty("model").GetString(), told.RootElement.GetProperty("file").GetString()));
        (code, output, error) = await TestCommand.Run("models", "export", file, "--onnx", "-o", byFile, "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains($"{file} -> {byFile}", output, StringComparison.Ordinal);

        // They differ by the number of the version alone, once in its field and once in the metadata; what each computes the tests of the library compare.
        byte[] first = await File.ReadAllBytesAsync(byName), second = await File.ReadAllBytesAsync(byFile);
        Assert.Equal(first.Length, second.Length);
        Assert.Equal(2, first.Zip(second).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public async Task The_same_trials_and_seed_give_the_same_predictions()
    {
        string[] scored = new string[2];
        for (int i = 0; i < scored.Length; i++)
        {
            string yard = Path.Combine(_folder, i.ToString());
            Assert.Equal(0, (await TestCommand.Run("train", Penguins, "--target", "species", "--trials", "2", "--candidates", "LogisticRegression,GradientBoostingClassifier", "--seed", "5", "--yard", yard)).Code);
            scored[i] = (await TestCommand.Run("predict", "species", Penguins, "--yard", yard)).Output;
        }

        Assert.Equal(scored[0], scored[1]);
    }

    [Fact]
    public async Task A_tree_is_told_as_its_rules()
    {
        string table = Path.Combine(_folder, "years.csv");
        await File.WriteAllTextAsync(table, "amount,y\n1000000.25,a\n1000000.5,a\n1000000.75,b\n1000001,b\n");
        (int code, string output, string error) = await TestCommand.Run("fit", "DecisionTreeClassifier", table, "--target", "y", "--raw", "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.Equal("amount <= 1000000.625 or missing: a  (2)\namount > 1000000.625: b  (2)\n", told.RootElement.GetProperty("rules").GetString());
        (_, output, _) = await TestCommand.Run("fit", "DecisionTreeClassifier", table, "--target", "y", "--raw");
        Assert.Contains("amount <= 1000000.625 or missing: a  (2)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_that_are_infinite_are_told_where_numbers_are_taken_as_they_are()
    {
        string table = Path.Combine(_folder, "infinite.csv");
        await File.WriteAllTextAsync(table, "x,y\n1,2\ninf,3\n1e200,4\n3,5\n");
        (int code, _, string error) = await TestCommand.Run("fit", "Ridge", table, "--target", "y", "--raw");
        Assert.Equal(1, code);
        Assert.Contains("'x' is infinite or beyond 1E+150 in 2 rows; they are taken for missing", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "There is no such file", "train", "nowhere.csv", "--target", "a")]
    [InlineData(2, "'--target' is required", "train", "nowhere.csv")]
    [InlineData(1, "There is no estimator 'Rigde'", "fit", "Rigde", "nowhere.csv", "--target", "a")]
    [InlineData(2, "not both", "train", "nowhere.csv", "--target", "a", "--budget", "5s", "--trials", "1")]
    [InlineData(2, "'frobnicate' is not a command", "frobnicate")]
    [InlineData(2, "The nearest is 'train'", "trian")]
    [InlineData(2, "DATA.csv is missing. The table to learn from.", "train", "--target", "a")]
    [InlineData(2, "'--targt' is not an option of 'modelyard train'. The nearest is '--target'.", "train", "nowhere.csv", "--targt", "a")]
    [InlineData(2, "'more' is one word too many. The command takes DATA.csv and options", "train", "nowhere.csv", "more", "--target", "a")]
    [InlineData(2, "'--name' has no value. ", "train", "nowhere.csv", "--target", "a", "--name")]
    public async Task Faults_are_one_short_line_and_a_code(int expected, string message, params string[] args)
    {
        (int code, string output, string error) = await TestCommand.Run(args);
        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    private static string Penguins => Path.Combine(Root(), "examples", "data", "penguins.csv");

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Modelyard.slnx")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        return folder;
    }
}
