using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Modelyard.Cli.Tests;

public sealed class DriftTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Columns_that_have_moved_are_told_as_data_in_words_and_as_a_page()
    {
        string then = Write("then.csv", 400, 0, "a"), now = Write("now.csv", 300, 80, "b"), page = Path.Combine(_folder, "page.html");
        (int code, string output, string error) = await TestCommand.Run("drift", then, now, "--json", "-o", page);
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        JsonElement root = told.RootElement;
        Assert.True(root.GetProperty("drifted").GetBoolean());
        Assert.Equal([true, false, true], root.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("drifted").GetBoolean()));
        JsonElement number = root.GetProperty("columns")[0];
        Assert.Equal("Kolmogorov-Smirnov", number.GetProperty("test").GetString());
        Assert.Equal(number.GetProperty("effect").GetDouble(), number.GetProperty("statistic").GetDouble());
        Assert.InRange(number.GetProperty("pValue").GetDouble(), 0, 1e-6);
        Assert.Contains("b", root.GetProperty("quality").EnumerateArray().Single(one => one.GetProperty("column").GetString() == "level").GetProperty("examples").EnumerateArray().Select(one => one.GetString()));
        string html = await File.ReadAllTextAsync(page);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", html, StringComparison.Ordinal);

        (code, output, error) = await TestCommand.Run("drift", then, now, "--fail");
        Assert.Equal((1, ""), (code, error));
        Assert.StartsWith(" Drift: 2 of 3 columns have moved, most 'x', 'level'.", output, StringComparison.Ordinal);
        (code, output, _) = await TestCommand.Run("drift", then, then, "--fail", "--numbers", "wasserstein", "--levels", "hellinger");
        Assert.Equal(0, code);
        Assert.StartsWith(" No drift: none of 3 columns", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_have_moved_together_are_told_though_none_has_alone()
    {
        string then = WritePair("then.csv", 1), now = WritePair("now.csv", -1), page = Path.Combine(_folder, "page.html");
        (int code, string output, string error) = await TestCommand.Run("drift", then, now, "--together", "--json", "--fail", "-o", page);
        Assert.Equal((1, ""), (code, error));
        using var told = JsonDocument.Parse(output);
        JsonElement root = told.RootElement, together = root.GetProperty("together");
        Assert.Equal((0, true, true), (root.GetProperty("driftedColumns").GetInt32(), root.GetProperty("drifted").GetBoolean(), together.GetProperty("drifted").GetBoolean()));
        JsonElement look = together.GetProperty("looks")[0];
        Assert.Equal(("columns", "domain-classifier", JsonValueKind.Null), (look.GetProperty("subject").GetString(), look.GetProperty("method").GetString(), look.GetProperty("name").ValueKind));
        Assert.InRange(look.GetProperty("statistic").GetDouble(), 0.9, 1);
        Assert.InRange(look.GetProperty("low").GetDouble(), 0.8, look.GetProperty("statistic").GetDouble());
        Assert.Contains("Looks at the rows as a whole", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        (code, output, _) = await TestCommand.Run("drift", then, now, "--together");
        Assert.Equal(0, code);
        Assert.Contains(" Together drift: the columns have moved.", output, StringComparison.Ordinal);
        Assert.Contains("rank correlation of 'x' and 'y'", output, StringComparison.Ordinal);
        (code, output, _) = await TestCommand.Run("drift", then, now, "--fail", "--json");
        Assert.Equal(0, code);
        Assert.DoesNotContain("together", output, StringComparison.Ordinal);
        (code, _, _) = await TestCommand.Run("drift", then, then, "--together", "--fail");
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task A_model_is_a_reference_by_its_profile()
    {
        string then = Write("then.csv", 400, 0, "a"), now = Write("now.csv", 300, 80, "a"), model = Path.Combine(_folder, "model.modelyard");
        (int code, _, string error) = await TestCommand.Run("fit", "DecisionTreeClassifier", then, "--target", "level", "--save", model);
        Assert.True(code == 0, error);
        (code, string output, error) = await TestCommand.Run("drift", model, now, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        (code, _, error) = await TestCommand.Run("drift", model, now, "--together");
        Assert.NotEqual(0, code);
        Assert.Contains("'--together' needs the rows of both", error, StringComparison.Ordinal);
        Assert.Equal(["x"], told.RootElement.GetProperty("columns").EnumerateArray().Where(column => column.GetProperty("drifted").GetBoolean()).Select(column => column.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("no.csv: There is no such file", "drift", "no.csv", "NOW")]
    [InlineData("There is no yard in", "drift", "none", "NOW", "--yard", "YARD")]
    [InlineData("Both tables are standard input", "drift", "-", "-")]
    [InlineData("least effect is '7'", "drift", "NOW", "NOW", "--least-effect", "7")]
    [InlineData("needs an order", "drift", "NOW", "NOW", "--levels", "energy")]
    [InlineData("'nope'", "drift", "NOW", "NOW", "--exclude", "nope")]
    [InlineData("must be one of kolmogorov-smirnov", "drift", "NOW", "NOW", "--numbers", "magic")]
    [InlineData("needs '--together' too", "drift", "NOW", "NOW", "--embedding", "x")]
    [InlineData("begins with 'emb_'", "drift", "NOW", "NOW", "--together", "--embedding", "emb_")]
    [InlineData("is a time of a monitor, which has counts of each column alone", "drift", "daily@2026-03-02..2026-03-09", "daily@2026-03-09..2026-03-16", "--together")]
    public async Task What_cannot_be_is_refused_in_a_sentence(string expected, params string[] args)
    {
        string now = Write("now.csv", 30, 0, "a");
        (int code, _, string error) = await TestCommand.Run([.. args.Select(arg => arg switch { "NOW" => now, "YARD" => Path.Combine(_folder, "yard"), _ => arg })]);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    /// <summary>Writes two columns of which the one rises or falls with the other.</summary>
    private string WritePair(string name, int sign)
    {
        var text = new StringBuilder("x,y\n");
        for (int row = 0; row < 300; row++)
        {
            double x = ((row * 37) % 211) - 105;
            text.AppendLine(CultureInfo.InvariantCulture, $"{x + 0.5},{(sign * x) + ((row * 61) % 97 / 10.0)}");
        }

        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private string Write(string name, int rows, int shift, string level)
    {
        var text = new StringBuilder("x,same,level\n");
        for (int row = 0; row < rows; row++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{((row * 37) % 211) + shift + 0.5},{(row * 61) % 97},{(row % 3 == 0 ? level : row % 3 == 1 ? "<script>x" : "c")}");
        }

        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
