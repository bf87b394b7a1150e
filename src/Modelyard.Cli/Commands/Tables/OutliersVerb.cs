using System.CommandLine;
using System.Globalization;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Preparation.Outliers;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Treats outliers.</summary>
internal static class OutliersVerb
{
    /// <summary>Names how limits are found, as the command calls it.</summary>
    private enum Rule
    {
        Quantile,
        Deviation,
        Iqr,
        Mad,
        Fixed,
        Isolation,
    }

    internal static Command Create(Terminal terminal)
    {
        var columns = new Option<string[]>("--columns") { Description = "The columns; all that hold numbers by default." };
        Option<OutlierAction> method = Choice.Of("--method", "What is done with a value beyond the limits", OutlierAction.Cap);
        Option<Rule> by = Choice.Of("--by", "How the limits are found", Rule.Iqr);
        var limits = new Option<string?>("--limits") { Description = "Two figures, lower and upper: levels of quantiles, multiples of the spread, or the limits themselves; of an isolation forest one, the share of the rows. The usual ones by default." };
        Option<OutlierSides> sides = Choice.Of("--sides", "On which sides there are limits", OutlierSides.Both);
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "outliers", "Drop, cap or winsorise values beyond limits, and say what was changed.", "modelyard data outliers orders.csv --columns price --method winsorise --by quantile --limits 0.01,0.99 -o tame.csv");
        return verb.Run([file], [columns, method, by, limits, sides], parsed =>
        {
            (double? lower, double? upper) = Figures(parsed.GetValue(limits));
            var treatment = new OutlierTreatment
            {
                Action = parsed.GetValue(method),
                Method = (OutlierMethod)parsed.GetValue(by),
                Lower = lower,
                Upper = upper,
                Sides = parsed.GetValue(sides),
                Columns = SharedOptions.Names(parsed, columns) is { Length: > 0 } names ? names : null,
            };
            string path = parsed.GetRequiredValue(file);
            if (treatment.Method != OutlierMethod.Isolation && verb.Input.IsLarge(parsed, path))
            {
                terminal.ErrorLine(Stream(verb, parsed, path, treatment).ToString());
                return;
            }

            Frame table = verb.Input.Read(parsed, path);
            OutlierResult result = treatment.Learn(table).Apply(table);
            verb.Output.Write(parsed, result.Frame);
            terminal.ErrorLine(result.Report.ToString());
        });
    }

    /// <summary>Learns the limits in a few passes over the columns that are treated, and treats the table in another.</summary>
    private static OutlierReport Stream(TableVerb verb, ParseResult parsed, string path, OutlierTreatment treatment)
    {
        using OpenTable table = verb.Input.Open(parsed, path);
        IEnumerable<string> columns = treatment.Columns ?? table.Chunks.Kinds.Where(one => one.Value is ColumnKind.Integer or ColumnKind.Double).Select(one => one.Key);
        FrameOutliers outliers = treatment.Learn(table.Only(columns).Chunks, MemoryShare.Of(256L << 20));
        OutlierChunks treated = outliers.Apply(table.Chunks);
        LineageStep told = outliers.Apply(new NoRows(table.Chunks.Kinds).ToFrame().WithLineage(table.Lineage)).Frame.Lineage;
        verb.Output.Write(parsed, treated, told.WithRows);
        return treated.Report;
    }

    private static (double? Lower, double? Upper) Figures(string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        string[] parts = text.Split(',');
        double?[] figures = [.. parts.Select(part => double.TryParse(part, CultureInfo.InvariantCulture, out double figure) ? figure : (double?)null)];
        return parts.Length switch
        {
            2 when Array.TrueForAll(figures, figure => figure is not null) => (figures[0], figures[1]),
            1 when figures[0] is { } both => (both, both),
            _ => throw new UsageException($"'--limits' is '{text}' and must be two numbers with a comma between them, the lower first."),
        };
    }
}
