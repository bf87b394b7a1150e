using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Monitoring;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes how far a table has moved, for people and as JSON.</summary>
internal static class DriftText
{
    internal static void Write(Terminal terminal, TableDrift drift, TogetherDrift? joint)
    {
        terminal.Line($" {drift.Summary}");
        terminal.Line($" {NumberText.Counted(drift.ReferenceRows, "row")} of the reference, {NumberText.Count(drift.CurrentRows)} now");
        terminal.Line();
        TextTable lines = new TextTable("column", "", "effect", "p", "adjusted p", "missing", "test", "what differs").Right(2, 3, 4, 5);
        foreach (ColumnDrift column in drift.Columns.OrderByDescending(column => column.Drifted).ThenByDescending(column => column.Drifted ? TableDrift.Size(column) : 0))
        {
            lines.Add(column.Name, column.Drifted ? "drift" : "", Figures.Score(column.Effect), Figures.Chance(column.PValue), Figures.Chance(column.AdjustedPValue), Missing(column.Missing), column.Test.Length == 0 ? "not compared" : column.Test, What(column, drift.Options));
        }

        lines.Write(terminal);
        if (drift.Quality.Count > 0)
        {
            terminal.Line();
            terminal.Line(" What does not fit the reference");
            foreach (QualityFinding finding in drift.Quality)
            {
                terminal.Line($"   {PlainText.Of(finding.Summary)}");
            }
        }

        if (drift.Unwatched.Count > 0)
        {
            terminal.Line();
            terminal.Line($" Not compared: {string.Join(", ", drift.Unwatched.Select(one => $"{PlainText.Of(one.Name)} ({PlainText.Of(one.Reason)})"))}.");
        }

        if (joint is not null)
        {
            terminal.Line();
            TogetherText.Write(terminal, joint);
        }
    }

    internal static void WriteJson(Terminal terminal, TableDrift drift, TogetherDrift? joint) => JsonText.Write(terminal, json =>
    {
        json.WriteString("summary", joint is null ? drift.Summary : $"{drift.Summary} {joint.Summary}");
        json.WriteBoolean("drifted", drift.HasDrifted || joint?.HasDrifted == true);
        json.WriteNumber("driftedColumns", drift.Drifted.Count);
        json.WriteNumber("driftedShare", (double)drift.Drifted.Count / drift.Columns.Count);
        json.WriteNumber("referenceRows", drift.ReferenceRows);
        json.WriteNumber("currentRows", drift.CurrentRows);
        json.WriteNumber("level", joint is null ? drift.Options.Level : drift.Options.Level + joint.Options.Level);
        json.WriteNumber("leastEffect", drift.Options.LeastEffect);
        json.WriteNumber("leastMissing", drift.Options.LeastMissing);
        json.Objects("columns", drift.Columns, column => Write(json, column));
        json.Objects("quality", drift.Quality, finding =>
        {
            json.WriteString("column", finding.Column);
            json.WriteString("issue", Choice.Word(finding.Issue));
            json.WriteNumber("rows", finding.Rows);
            json.WriteNumber("share", finding.Share);
            json.Number("adjustedPValue", finding.AdjustedPValue);
            json.Texts("examples", finding.Examples);
            json.WriteString("summary", finding.Summary);
        });
        json.Objects("notCompared", drift.Unwatched, column =>
        {
            json.WriteString("name", column.Name);
            json.WriteString("reason", column.Reason);
        });
        if (joint is not null)
        {
            TogetherText.WriteJson(json, joint);
        }
    });

    /// <summary>Says what differs, of columns of which something does.</summary>
    internal static string What(ColumnDrift column, DriftOptions options)
    {
        bool differs = column.ValuesDrifted || column.AdjustedPValue <= options.Level || column.Test.Length == 0;
        string missing = column.Missing.Drifted ? $"missing {NumberText.PlainPercent(column.Missing.Reference)} in the reference and {NumberText.PlainPercent(column.Missing.Current)} now" : "";
        return string.Join("; ", new[] { missing, differs ? column.Evidence : "" }.Where(text => text.Length > 0)) is { Length: > 0 } said ? said : "no more than chance";
    }

    internal static string Missing(MissingDrift missing) => missing.Reference == 0 && missing.Current == 0 ? "" : $"{NumberText.PlainPercent(missing.Reference)} -> {NumberText.PlainPercent(missing.Current)}";

    private static void Write(Utf8JsonWriter json, ColumnDrift column)
    {
        json.WriteString("name", column.Name);
        json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
        json.WriteString("test", column.Test.Length == 0 ? null : column.Test);
        json.Number("statistic", column.Statistic);
        json.Number("pValue", column.PValue);
        json.Number("adjustedPValue", column.AdjustedPValue);
        json.Number("effect", column.Effect);
        json.WriteBoolean("drifted", column.Drifted);
        json.WriteBoolean("valuesDrifted", column.ValuesDrifted);
        json.WriteString("evidence", column.Evidence);
        json.WriteNumber("pooledLevels", column.PooledLevels);
        json.WriteStartObject("missing");
        json.Number("reference", column.Missing.Reference);
        json.Number("current", column.Missing.Current);
        json.Number("pValue", column.Missing.PValue);
        json.Number("adjustedPValue", column.Missing.AdjustedPValue);
        json.WriteBoolean("drifted", column.Missing.Drifted);
        json.WriteEndObject();
        json.WriteStartObject("distances");
        json.Number("populationStability", column.Distances.PopulationStability);
        json.Number("jensenShannon", column.Distances.JensenShannon);
        json.Number("hellinger", column.Distances.Hellinger);
        json.Number("totalVariation", column.Distances.TotalVariation);
        json.Number("wasserstein", column.Distances.Wasserstein);
        json.WriteEndObject();
    }
}
