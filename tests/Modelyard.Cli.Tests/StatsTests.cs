using System.Text;
using System.Text.Json;
using Modelyard.Cli;

namespace Modelyard.Cli.Tests;

public sealed class StatsTests : IDisposable
{
    private const string Table = "x,group,y,yes\n1,a,2.1,0\n2,b,3.9,1\n3,a,6.2,0\n4,b,7.8,1\n5,a,10.1,1\n6,b,12.2,0\n7,a,,1\n8,b,16.1,0\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_regression_gives_its_coefficients_and_figures_as_data()
    {
        (int code, string output, string error) = await Run(Table, "stats", "ols", "-", "--target", "y", "--features", "x,group", "--robust", "hc3", "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        JsonElement root = told.RootElement;
        Assert.Equal(["const", "x", "group[b]"], root.GetProperty("coefficients").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(7, root.GetProperty("rows").GetInt32());
        Assert.Equal(1, root.GetProperty("droppedRows").GetInt32());
        Assert.InRange(root.GetProperty("rSquared").GetDouble(), 0.99, 1);
        Assert.Equal("hc3", root.GetProperty("covariance").GetString());
        JsonElement x = root.GetProperty("coefficients")[1];
        Assert.True(x.GetProperty("low").GetDouble() < 2 && x.GetProperty("high").GetDouble() > 2 && x.GetProperty("standardError").GetDouble() > 0);
    }

    [Theory]
    [InlineData("ols", "y", "OLS of y")]
    [InlineData("glm", "y", "GLM Gaussian, link Identity of y")]
    [InlineData("logit", "yes", "Logit of yes")]
    [InlineData("poisson", "yes", "Poisson of yes")]
    public async Task A_summary_names_its_method_and_a_page_is_written(string verb, string target, string title)
    {
        string page = Path.Combine(_folder, "page.html");
        (int code, string output, string error) = await Run(Table, "stats", verb, "-", "--target", target, "--features", "x", "-o", page);
        Assert.True(code == 0, error);
        Assert.Contains(title, output, StringComparison.Ordinal);
        Assert.Contains("std. error", output, StringComparison.Ordinal);
        string html = await File.ReadAllTextAsync(page);
        Assert.Contains(title, html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logit", "yes", "odds ratio")]
    [InlineData("poisson", "yes", "rate ratio")]
    [InlineData("ols", "y", null)]
    public async Task Ratios_are_data_where_the_link_has_them(string verb, string target, string? name)
    {
        (int code, string output, string error) = await Run(Table, "stats", verb, "-", "--target", target, "--features", "x", "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        JsonElement x = told.RootElement.GetProperty("coefficients")[1];
        Assert.Equal(name, told.RootElement.TryGetProperty("ratioName", out JsonElement given) ? given.GetString() : null);
        Assert.Equal(name is not null, x.TryGetProperty("ratio", out JsonElement ratio));
        if (name is not null)
        {
            Assert.Equal(Math.Exp(x.GetProperty("estimate").GetDouble()), ratio.GetDouble(), 1e-12);
            Assert.Equal(Math.Exp(x.GetProperty("low").GetDouble()), x.GetProperty("ratioLow").GetDouble(), 1e-12);
            Assert.Equal(Math.Exp(x.GetProperty("high").GetDouble()), x.GetProperty("ratioHigh").GetDouble(), 1e-12);
        }
    }

    [Theory]
    [InlineData("collinearity --features x,near,yes --target y", "What could be done", "leave out 'x'")]
    [InlineData("collinearity --features x,yes", "Condition indices", "nothing need be done")]
    [InlineData("correlation --features x,y,group", "The pairs that go together most surely", "Benjamini and Hochberg")]
    [InlineData("influence --target y --features x", "The most influential rows", "Worth a look beyond")]
    public async Task A_page_has_the_tables_of_the_terminal(string line, string title, string words)
    {
        string path = Path.Combine(_folder, "page.html"), table = string.Join('\n', Table.TrimEnd().Split('\n').Select((row, i) => row + (i == 0 ? ",near" : $",{i + (i % 3 * 0.05)}")));
        string[] arguments = line.Split(' ');
        (int code, string output, string error) = await Run(table, ["stats", arguments[0], "-", .. arguments.Skip(1), "-o", path]);
        Assert.True(code == 0, error);
        Assert.Contains(words, output, StringComparison.Ordinal);
        string html = await File.ReadAllTextAsync(path);
        Assert.Contains($"<h3>{title}</h3>", html, StringComparison.Ordinal);
        Assert.Contains(words.Replace("'", "&#39;", StringComparison.Ordinal), html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_a_line_break_keeps_the_lines_of_a_summary()
    {
        (int code, string output, string error) = await Run("\"x\ny\",z\n1,1.1\n2,1.9\n3,3.2\n4,4.1\n", "stats", "ols", "-", "--target", "z");
        Assert.True(code == 0, error);
        Assert.Contains(@" x\ny ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Factors_associations_and_influence_are_told_by_name()
    {
        (int code, string output, string error) = await Run(Table, "stats", "vif", "-", "--features", "x,group,yes", "--json");
        Assert.True(code == 0, error);
        using (var told = JsonDocument.Parse(output))
        {
            Assert.Equal(["x", "group", "yes"], told.RootElement.GetProperty("vif").EnumerateObject().Select(one => one.Name));
            Assert.True(told.RootElement.GetProperty("vif").GetProperty("x").GetDouble() >= 1);
        }

        (code, output, error) = await Run(Table, "stats", "correlation", "-", "--features", "x,y", "--method", "spearman", "--json");
        Assert.True(code == 0, error);
        using (var told = JsonDocument.Parse(output))
        {
            Assert.Equal(1, told.RootElement.GetProperty("matrix")[0][1].GetDouble());
            Assert.Equal(0, told.RootElement.GetProperty("adjustedPValues")[1][0].GetDouble());
            Assert.Equal(JsonValueKind.Null, told.RootElement.GetProperty("pValues")[0][0].ValueKind);
        }

        (code, output, error) = await Run(Table, "stats", "influence", "-", "--target", "y", "--features", "x", "--top", "20", "--json");
        Assert.True(code == 0, error);
        using (var told = JsonDocument.Parse(output))
        {
            Assert.Equal(7, told.RootElement.GetProperty("influence").GetArrayLength());

            // Row 7 lacks its target: the rows behind it keep their numbers.
            Assert.Equal([1, 2, 3, 4, 5, 6, 8], told.RootElement.GetProperty("influence").EnumerateArray().Select(one => one.GetProperty("row").GetInt32()).Order());
        }

        string page = Path.Combine(_folder, "influence.html");
        (code, _, error) = await Run(Table, "stats", "influence", "-", "--target", "y", "--features", "x", "-o", page);
        Assert.True(code == 0, error);
        string html = await File.ReadAllTextAsync(page);
        Assert.All(["Studentised residuals over leverages", "Residuals over fitted values", "Quantiles of residuals", "Size of residuals"], title => Assert.Contains(title, html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interactions_stand_among_features_and_in_analyses()
    {
        (int code, string output, string error) = await Run(Table, "stats", "ols", "-", "--target", "y", "--features", "`x`*group", "--json");
        Assert.True(code == 0, error);
        using (var told = JsonDocument.Parse(output))
        {
            Assert.Equal(["const", "x", "group[b]", "x:group[b]"], told.RootElement.GetProperty("coefficients").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        }

        (code, output, error) = await Run(Table, "stats", "anova", "-", "--target", "y", "--features", "x*group", "--type", "3", "--robust", "hc1", "--json");
        Assert.True(code == 0, error);
        using (var told = JsonDocument.Parse(output))
        {
            Assert.Equal(3, told.RootElement.GetProperty("type").GetInt32());
            Assert.Equal("hc1", told.RootElement.GetProperty("covariance").GetString());
            Assert.Equal(["const", "x", "group", "x:group", "Residual"], told.RootElement.GetProperty("terms").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        }
    }

    [Theory]
    [InlineData("ols --target y --features x,group", "Coefficients over their standard errors")]
    [InlineData("anova --target y --features x*group", "What each term explains of y")]
    [InlineData("vif --features x,group,yes", "Variance inflation factors")]
    [InlineData("collinearity --features x,group,yes", "Condition indices")]
    [InlineData("correlation --features x,y", "Associations")]
    [InlineData("influence --target y --features x", "Studentised residuals over leverages")]
    public async Task Every_result_is_a_page_or_a_picture(string line, string title)
    {
        foreach (string ending in new[] { "html", "svg" })
        {
            string path = Path.Combine(_folder, $"result.{ending}");
            string[] words = line.Split(' ');
            (int code, _, string error) = await Run(Table, ["stats", words[0], "-", .. words.Skip(1), "-o", path]);
            Assert.True(code == 0, error);
            Assert.Contains($"-> {path}", error, StringComparison.Ordinal);
            string text = await File.ReadAllTextAsync(path);
            Assert.Contains(title, text, StringComparison.Ordinal);
            Assert.StartsWith(ending == "svg" ? "<svg" : "<!doctype html>", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(1, "'group' is a category", "stats ols - --target group --features x")]
    [InlineData(1, "The nearest is 'group'", "stats ols - --target y --features groop")]
    [InlineData(1, "The nearest is 'group'", "stats ols - --target y --features x:groop")]
    [InlineData(1, "cannot be read at character 2", "stats vif - --features x:")]
    [InlineData(2, "must be 1, 2 or 3", "stats anova - --target y --type 4")]
    [InlineData(2, "is for '--model glm'", "stats anova - --target y --family gamma")]
    [InlineData(1, "has no leverages of rows", "stats influence - --target yes --features x --model multinomial")]
    [InlineData(2, "must end in .html", "stats vif - -o factors.txt")]
    [InlineData(2, "must be one of classical, hc0, hc1, hc2, hc3, cluster", "stats ols - --target y --robust hc9")]
    [InlineData(2, "needs '--cluster COLUMN'", "stats ols - --target y --robust cluster")]
    [InlineData(2, "above 0 and below 1", "stats ols - --target y --confidence 95")]
    [InlineData(2, "--target", "stats ols -")]
    [InlineData(1, "above 1 and below 2", "stats glm - --target y --features x --family tweedie --power 3")]
    public async Task A_fault_is_one_sentence(int expected, string words, string line)
    {
        (int code, string output, string error) = await Run(Table, line.Split(' '));
        Assert.Equal(expected, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    private static async Task<(int Code, string Output, string Error)> Run(string input, params string[] args)
    {
        using StringWriter output = new() { NewLine = Environment.NewLine }, error = new();
        int code = await CommandLine.RunAsync(args, new Terminal(output, error, isInteractive: false, () => new MemoryStream(Encoding.UTF8.GetBytes(input))));
        return (code, output.ToString(), error.ToString());
    }
}
