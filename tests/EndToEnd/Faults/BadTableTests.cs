using System.Diagnostics;
using System.Text;
using EndToEnd.Running;

namespace EndToEnd.Faults;

public sealed class BadTableTests : IDisposable
{
    private const int Limit = 60_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_file_that_is_not_there_is_told_with_the_folder_that_paths_start_from() =>
        (await Train("nowhere.csv")).Refused(1, "nowhere.csv", "no such file", _workplace.Folder);

    [Fact(Timeout = Limit)]
    public async Task A_folder_is_not_a_table() => (await Train(".")).Refused(1, "folder");

    [Theory(Timeout = Limit)]
    [InlineData("train", "--trials", "0", "--candidates", "LogisticRegression")]
    [InlineData("fit")]
    public async Task A_pipe_is_read_as_a_file_is(string command, params string[] more)
    {
        string rows = await File.ReadAllTextAsync(Workplace.Example("penguins.csv"));
        string[] table = [.. command == "fit" ? ["fit", "LogisticRegression"] : new[] { command }, "pipe", "--target", "species", .. more];
        string file = (await _workplace.RunAsync([.. table.Select(word => word == "pipe" ? Workplace.Example("penguins.csv") : word)])).Succeeded().Output;
        string pipe = await Pipe();
        var writing = Task.Run(() => File.WriteAllText(pipe, rows));
        string output = (await _workplace.RunAsync(table)).Succeeded().Output;
        await writing;
        Assert.Equal(file.Split('\n')[1], output.Split('\n')[1]);
    }

    [Fact(Timeout = Limit)]
    public async Task Chunks_of_a_pipe_are_refused_as_it_gives_its_rows_but_once()
    {
        string pipe = await Pipe();
        var writing = Task.Run(() => File.WriteAllText(pipe, "a,y\n1,2\n2,3\n"));
        (await _workplace.RunAsync("fit", "Ridge", "pipe", "--target", "y", "--stream")).Refused(1, "pipe", "Write it to a file");
        await writing;
    }

    [Fact(Timeout = Limit)]
    public async Task A_row_of_data_is_counted_from_1_in_chunks_too()
    {
        _workplace.WriteRows("data.csv", "a,y", i => $"{i % 7},{(i == 40 ? "-1" : $"{i % 5}")}");
        (await _workplace.RunAsync("fit", "PoissonRegression", "data.csv", "--target", "y")).Refused(1, "'-1' in data row 41 and must be 0 or greater");
        (await _workplace.RunAsync("fit", "GradientBoostingRegressor", "data.csv", "--target", "y", "--set", "Loss=Poisson")).Refused(1, "'-1' in data row 41 and must be 0 or greater");
        _workplace.WriteRows("data.csv", "a,y", i => $"{i % 7},{(i == 40 ? "-1" : i == 3 ? "" : $"{i % 5}")}");
        (await _workplace.RunAsync("fit", "PoissonRegression", "data.csv", "--target", "y")).Refused(1, "'-1' in data row 40 and must be 0 or greater", "The rows without a target are not counted.");
        _workplace.WriteRows("data.csv", "a,y", i => $"{(i == 40 ? "-1" : $"{i % 7}")},{i % 2}");
        foreach (string[] more in (string[][])[[], ["--stream", "--chunk-rows", "7"]])
        {
            (await _workplace.RunAsync(["fit", "MultinomialNaiveBayes", "data.csv", "--target", "y", "--raw", .. more])).Refused(1, "'-1' in data row 41 and must be 0 or greater");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_class_None_is_found_by_every_reader_once_it_is_said()
    {
        _workplace.WriteRows("birds.csv", "sky,damage", i => i % 2 == 0 ? $"{(i % 6 == 0 ? "Rain" : "")},None" : "Fog,Minor");
        (await _workplace.RunAsync("train", "birds.csv", "--target", "damage", "--trials", "0", "--candidates", "DecisionTreeClassifier", "--missing", "")).Succeeded();
        string[] expected = [.. (await _workplace.JsonAsync("predict", "damage", "birds.csv")).GetProperty("predictions").EnumerateArray().Select(one => one.GetString()!)];
        Assert.Equal(30, expected.Count(one => one == "None"));
        (RunningCommand command, HttpClient client) = await _workplace.ServeAsync("damage");
        using (command)
        using (client)
        using (var body = new StringContent(_workplace.Read("birds.csv"), Encoding.UTF8, "text/csv"))
        {
            using var answer = System.Text.Json.JsonDocument.Parse(await (await client.PostAsync("/invocations", body)).Content.ReadAsStringAsync());
            Assert.Equal(expected, answer.RootElement.GetProperty("predictions").EnumerateArray().Select(one => one.GetString()!));
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData("", "empty")]
    [InlineData("a,b,y\n", "header but no rows")]
    [InlineData("a,b,y\n1,2,x\n1,2\n3,4,x\n1,2,3,4\n", "2 problems", "line 3: The row has 2 fields and must have 3.", "line 5: The row has 4 fields")]
    [InlineData("a,a,y\n1,2,x\n", "line 1, column 2", "'a'")]
    [InlineData("a,b,y\n1,\"2,x\n1,2,x\n", "line 2", "not closed")]
    public async Task A_broken_table_is_told_with_its_place(string text, params string[] words)
    {
        _workplace.Write("data.csv", text);
        (await Train("data.csv")).Refused(1, ["data.csv", .. words]);
    }

    [Fact(Timeout = Limit)]
    public async Task Bytes_that_are_not_text_are_told()
    {
        byte[] bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(Path.Combine(_workplace.Folder, "data.csv"), bytes);
        (await Train("data.csv")).Refused(1, "data.csv", "not a CSV file");
    }

    [Fact(Timeout = Limit)]
    public async Task Text_in_UTF_16_is_told_with_how_to_convert_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_workplace.Folder, "data.csv"), "a,b,y\n1,2,x\n", Encoding.Unicode);
        (await Train("data.csv")).Refused(1, "data.csv", "UTF-16", "iconv");
    }

    [Fact(Timeout = Limit)]
    public async Task A_line_of_200_000_columns_is_refused_at_once_in_little_memory()
    {
        _workplace.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";
        string wide = string.Join(',', Enumerable.Repeat("1", 200_000));
        _workplace.Write("header.csv", string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"c{i}")) + ",y\n" + wide + ",x\n");
        (await Train("header.csv")).Refused(1, "header.csv", "columns", "must have at most");
        _workplace.Write("row.csv", $"a,b,y\n1,2,x\n{wide}\n3,4,z\n");
        (await Train("row.csv")).Refused(1, "row.csv", "line 3", "200000 fields and must have 3");
    }

    [Fact(Timeout = Limit)]
    public async Task A_target_that_is_not_there_is_told_with_the_nearest()
    {
        CommandResult result = await _workplace.RunAsync("train", Workplace.Example("penguins.csv"), "--target", "specie");
        result.Refused(1, "'specie'", "nearest is 'species'");
    }

    [Theory(Timeout = Limit)]
    [InlineData("constant", "'x' in every row")]
    [InlineData("different", "different in every row")]
    [InlineData("missing", "missing in every row")]
    [InlineData("infinite", "infinite in 6 rows")]
    [InlineData("few", "at least 10")]
    public async Task A_target_of_which_nothing_can_be_learned_is_told(string kind, string words)
    {
        Func<int, string> target = kind switch
        {
            "constant" => _ => "x",
            "different" => i => $"id{i}",
            "missing" => _ => "",
            "infinite" => i => i % 10 == 0 ? "inf" : $"{i * 0.37}",
            _ => i => i % 2 == 0 ? "x" : "z",
        };
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{i * 7 % 13},{i * 5 % 11},{target(i)}", kind == "few" ? 4 : 60);
        (await Train("data.csv")).Refused(1, words);
    }

    [Theory(Timeout = Limit)]
    [InlineData("missing cells", "The target 'y' is missing in 10 of 60 rows")]
    [InlineData("a class of one", "'rare'")]
    [InlineData("infinities", "'a' is infinite in 6 rows")]
    public async Task A_table_that_can_be_learned_from_in_part_gives_a_model_with_a_warning(string kind, string warning)
    {
        string Label(int i) => i == 31 && kind == "a class of one" ? "rare" : i % 6 == 0 && kind == "missing cells" ? "" : i * 7 % 13 > 5 ? "x" : "z";
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{(i % 10 == 0 && kind == "infinities" ? "inf" : i * 7 % 13)},{i * 5 % 11},{Label(i)}");
        CommandResult result = (await Train("data.csv")).Succeeded();
        Assert.Contains(warning, result.Output, StringComparison.Ordinal);
        string scored = (await _workplace.RunAsync("predict", "y", "data.csv")).Succeeded().Output;
        Assert.Equal(61, scored.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory(Timeout = Limit)]
    [InlineData("a,b,y", "\"1,234.50\"", "numbers with separators of thousands", "1,234.50")]
    [InlineData("a;b;y", "3,25", "numbers with a decimal comma", "3,25")]
    [InlineData("a,b,y", "$5.20", "numbers with a unit", "$5.20")]
    [InlineData("a,b,y", "31/01/2026", "dates", "2026-01-31")]
    public async Task Texts_that_look_like_something_else_give_a_model_with_a_warning(string header, string cell, params string[] words)
    {
        string separator = header[1..2];
        _workplace.WriteRows("data.csv", header, i => string.Join(separator, i % 2 == 0 ? cell : cell.Replace("3", "4").Replace("5", "6"), $"{i * 5 % 11}", i * 7 % 13 > 5 ? "x" : "z"));
        CommandResult result = (await Train("data.csv", "--candidates", "LogisticRegression")).Succeeded();
        Assert.All(["The cells of 'a' look like", .. words], word => Assert.Contains(word, result.Output, StringComparison.Ordinal));
        CommandResult fit = (await _workplace.RunAsync("fit", "LogisticRegression", "data.csv", "--target", "y")).Succeeded();
        Assert.Contains(words[0], fit.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Numbers_too_great_to_compute_with_are_taken_for_missing_and_told()
    {
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{(i % 10 == 0 ? "1.7976931348623157e308" : i * 7 % 13)},{i * 5 % 11},{(i * 7 % 13 > 5 ? "x" : "z")}");
        CommandResult result = (await Train("data.csv")).Succeeded();
        Assert.Contains("'a' is infinite or beyond 1E+150 in 6 rows", result.Output, StringComparison.Ordinal);
        (await _workplace.RunAsync("predict", "y", "data.csv")).Succeeded();
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{i * 7 % 13},{i * 5 % 11},{(i % 2 == 0 ? "-" : "")}{i}e306");
        (await Train("data.csv")).Refused(1, "'y' is infinite or beyond 1E+150");
    }

    [Fact(Timeout = Limit)]
    public async Task A_test_on_few_rows_is_told()
    {
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{i * 7 % 13},{i * 5 % 11},{(i * 7 % 13 > 5 ? "x" : "z")}", 40);
        CommandResult result = (await Train("data.csv", "--candidates", "LogisticRegression")).Succeeded();
        Assert.Contains("The test has 8 rows", result.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Very_long_names_of_classes_are_shortened_where_a_person_reads_and_kept_where_a_program_does()
    {
        string[] names = [new string('L', 5000), new string('S', 3000)];
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{i * 7 % 13},{i * 5 % 11},{names[i * 7 % 13 > 5 ? 0 : 1]}");
        CommandResult result = (await Train("data.csv", "--candidates", "LogisticRegression")).Succeeded();
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length < 300, line));
        Assert.DoesNotContain(new string('L', 100), _workplace.Read(".modelyard/reports/y-1.html"), StringComparison.Ordinal);
        string scored = (await _workplace.RunAsync("predict", "y", "data.csv")).Succeeded().Output;
        Assert.All(names, name => Assert.Contains($",{name},", scored, StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task A_column_of_10_000_levels_gives_a_model()
    {
        _workplace.WriteRows("data.csv", "a,c,y", i => $"{i * 7 % 13},level{i * 31 % 10_000},{(i * 7 % 13 > 5 ? "x" : "z")}", 12_000);
        CommandResult result = (await _workplace.RunAsync("train", "data.csv", "--target", "y", "--trials", "0", "--candidates", "LogisticRegression,GradientBoostingClassifier")).Succeeded();
        Assert.Contains("model    y:1", result.Output, StringComparison.Ordinal);
    }

    private async Task<string> Pipe()
    {
        string pipe = Path.Combine(_workplace.Folder, "pipe");
        using var make = Process.Start("mkfifo", pipe);
        await make.WaitForExitAsync();
        return pipe;
    }

    private Task<CommandResult> Train(string file, params string[] more) => _workplace.RunAsync(["train", file, "--target", "y", "--trials", "0", "--no-vote", .. more]);
}
