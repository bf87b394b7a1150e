using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Learning;
using Modelyard.Selection.Features;

namespace Modelyard.Cli.Commands.Features;

/// <summary>Ranks columns by what each alone says of the target.</summary>
internal static class RankVerb
{
    private const double Level = 0.05;

    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var table = new FeatureTable();
        Option<FeatureMeasure> by = Choice.Of("--by", "What columns are ranked by", FeatureMeasure.MutualInformation);
        Option<int> neighbors = new Option<int>("--neighbors") { Description = "The number of nearest neighbours of mutual information.", DefaultValueFactory = _ => 3 }.Plainly("a whole number, 1 or greater");
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "rank", "Rank columns by what each of them alone says of the target.", "modelyard features rank churn.csv --target churn --by mutual-information");
        return verb.Say([file], [.. table.Options, by, neighbors, output, seed, json], parsed =>
        {
            int count = parsed.GetValue(neighbors);
            if (count < 1)
            {
                throw new UsageException($"'--neighbors' is '{count}' and must be a whole number, 1 or greater.");
            }

            ChartPage.Check(parsed.GetValue(output));
            string path = parsed.GetRequiredValue(file);
            Dataset data = table.Read(parsed, verb.Input.Read(parsed, path), terminal);
            var context = new FitContext { Seed = parsed.GetValue(seed), Warning = terminal.Warning };
            var ranking = FeatureRanking.Compute(data, parsed.GetValue(by), context, count);
            if (parsed.GetValue(output) is { } page)
            {
                ChartPage.Write(page, "Features", $"What each column alone says of {data.TargetName}", $"{NumberText.Counted(data.RowCount, "row")} of {FeatureTable.Name(path)}", [ranking.ToChart()]);
            }

            if (parsed.GetValue(json))
            {
                WriteJson(terminal, ranking);
            }
            else
            {
                WriteText(terminal, path, data, ranking);
            }

            return CommandLine.Success;
        });
    }

    private static void WriteText(Terminal terminal, string path, Dataset data, FeatureRanking ranking)
    {
        FeatureTable.WriteHead(terminal, path, data);
        bool isInformation = ranking.Measure == FeatureMeasure.MutualInformation;
        TextTable lines = isInformation
            ? new TextTable("column", "information", "adjusted p", "").Right(1, 2)
            : new TextTable("column", "test", "statistic", "effect", "p", "adjusted p").Right(2, 3, 4, 5);
        double greatest = ranking.Features.Max(one => one.Score);
        foreach (RankedFeature one in ranking.Features)
        {
            if (isInformation)
            {
                lines.Add(one.Name, Figures.Score(one.Score), Figures.Chance(one.AdjustedPValue, one.IsUpperBound), Charts.TextChart.Bar(greatest > 0 ? one.Score / greatest : 0, 30).TrimEnd());
            }
            else
            {
                lines.Add(one.Name, one.Test, Figures.Score(one.Score), Figures.Score(one.Effect), Figures.Chance(one.PValue), Figures.Chance(one.AdjustedPValue));
            }
        }

        lines.Write(terminal);
        terminal.Line();
        int beyond = ranking.Significant(Level).Count;
        string many = $"{beyond:N0} of {ranking.Features.Count:N0} {(ranking.Features.Count == 1 ? "column says" : "columns say")}";
        terminal.Line($" {many} more than chance: of those at most {Level:P0} are expected to be false.");
        terminal.Line(" What two columns say only together is not seen here.");
        terminal.Line();
        terminal.Line($" next    modelyard features select {SharedOptions.Quoted(path)} --target {SharedOptions.Quoted(data.TargetName)}");
    }

    private static void WriteJson(Terminal terminal, FeatureRanking ranking) => JsonText.Write(terminal, json =>
    {
        json.WriteString("target", ranking.TargetName);
        json.WriteString("by", Choice.Word(ranking.Measure));
        json.WriteNumber("rows", ranking.RowCount);
        json.Objects("columns", ranking.Features, one =>
        {
            json.WriteString("name", one.Name);
            json.WriteString("test", one.Test);
            json.Number("score", one.Score);
            json.Number("effect", one.Effect);
            json.Number("pValue", one.PValue);
            json.Number("adjustedPValue", one.AdjustedPValue);
            json.WriteNumber("rows", one.Rows);
        });
    });
}
