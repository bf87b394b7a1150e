using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Dependence;
using Modelyard.Learning;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Explains by dependence: what a model says as one column changes, or two, and which columns act together.</summary>
internal sealed class DependenceMethod : IExplainMethod
{
    private const int ShownColumns = 4;
    private const int ShownTogether = 8;
    private const int BarWidth = 40;
    private readonly Option<string[]> _features = new("--feature") { Description = "dependence: a column, or two that are looked at together, as a,b; may be given several times; by default those along which the output changes most." };
    private readonly Option<DependenceKind> _kind = Choice.Of("--kind", "dependence: partial dependence, accumulated local effects, or how much columns act together", DependenceKind.Pdp);

    /// <inheritdoc/>
    public string Name => "dependence";

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_features, _kind];

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        ParseResult parsed = request.Parsed;
        request.CheckNoRow(Name);
        string[] named = SharedOptions.Names(parsed, _features);
        request.CheckCommas(_features.Name, named);
        DependenceKind kind = parsed.GetValue(_kind);
        var context = new FitContext { Seed = request.Seed };
        if (kind == DependenceKind.Interactions)
        {
            ExplainInteractions(request, named.Length > 0 ? named : Leading(request, ShownTogether, context), context);
            return;
        }

        if (named.Length > 2)
        {
            throw new UsageException($"'--feature' names '{named.Length}' columns and may name one, or two that are looked at together. '--kind interactions' takes more.");
        }

        string[][] asked = named.Length > 0 ? [named] : [.. Leading(request, ShownColumns, context).Select(name => new[] { name })];
        if (asked.Length == 0)
        {
            throw new ModelyardException($"No column of {request.Table} has values along an axis: all that the model reads are texts, or are empty there. Ask for '--method shap' or '--method permutation', or take another table.");
        }

        Write(request, [.. asked.Select(names => kind == DependenceKind.Pdp ? OfPartial(request, names, context) : OfEffects(request, names, context))], kind);
    }

    /// <summary>Finds the columns along which the output changes most: by the deviation of their accumulated effects over the rows.</summary>
    private static string[] Leading(ExplainRequest request, int most, FitContext context)
    {
        var options = new DependenceOptions { MaxRows = 2000, GridSize = 20 };
        return [.. request.Package.Predictor.Inputs
            .Where((column, place) => column.Kind != FeatureKind.Text && HasCells(request, column, place))
            .Select(column => (column.Name, Deviation: Deviation(AccumulatedLocalEffects.Of(request.Package.Predictor.Model, request.Rows, column.Name, options, context))))
            .OrderByDescending(one => one.Deviation)
            .Take(most)
            .Select(one => one.Name)];
    }

    private static bool HasCells(ExplainRequest request, Feature column, int place) => Enumerable.Range(0, request.Rows.RowCount)
        .Select(row => request.Rows.IsSparse ? request.Rows.SparseFeatures[row, place] : request.Rows.Features[row, place])
        .Any(cell => column.IsCategorical ? cell >= 0 : !double.IsNaN(cell));

    private static double Deviation(AccumulatedLocalEffects effects)
    {
        double sum = 0, rows = 0;
        for (int output = 0; output < effects.Outputs.Count; output++)
        {
            ReadOnlySpan<double> values = effects.Effects(output);
            for (int i = 0; i < effects.Counts.Length; i++)
            {
                // Of an interval both ends count, of a level its own effect.
                double left = values[i], right = effects.Counts.Length < values.Length ? values[i + 1] : left;
                sum += effects.Counts[i] * ((left * left) + (right * right)) / 2;
                rows += effects.Counts[i];
            }
        }

        return rows > 0 ? Math.Sqrt(sum / rows) : 0;
    }

    private static DependenceTable OfPartial(ExplainRequest request, string[] names, FitContext context)
    {
        IModel model = request.Package.Predictor.Model;
        PartialDependence dependence = names.Length == 1
            ? PartialDependence.Of(model, request.Rows, names[0], context: context)
            : PartialDependence.Of(model, request.Rows, names[0], names[1], context: context);
        int output = request.OutputOf(dependence.Outputs) ?? 0;
        return new DependenceTable(dependence.Axes, dependence.Means(output).ToArray(), dependence.Unit(output), dependence.Range(output), dependence.RowCount, DependenceCharts.Draw(dependence, output));
    }

    private static DependenceTable OfEffects(ExplainRequest request, string[] names, FitContext context)
    {
        IModel model = request.Package.Predictor.Model;
        AccumulatedLocalEffects effects = names.Length == 1
            ? AccumulatedLocalEffects.Of(model, request.Rows, names[0], context: context)
            : AccumulatedLocalEffects.Of(model, request.Rows, names[0], names[1], context: context);
        int output = request.OutputOf(effects.Outputs) ?? 0;
        return new DependenceTable(effects.Axes, effects.Effects(output).ToArray(), effects.Unit(output), effects.Range(output), effects.RowCount, DependenceCharts.Draw(effects, output));
    }

    private static void Write(ExplainRequest request, DependenceTable[] tables, DependenceKind kind)
    {
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"How {request.Package.Name} depends on its columns", RowsText(request, tables[0].RowCount), [.. tables.Select(table => table.Chart)]);
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer =>
            {
                WriteHead(writer, request, kind, tables[0].RowCount);
                writer.WriteStartArray("features");
                foreach (DependenceTable table in tables)
                {
                    table.WriteJson(writer, kind == DependenceKind.Pdp ? "means" : "effects");
                }

                writer.WriteEndArray();
            });
            return;
        }

        request.Terminal.Line($" {RowsText(request, tables[0].RowCount)}   {(kind == DependenceKind.Pdp ? "partial dependence" : "accumulated local effects")}");
        foreach (DependenceTable table in tables)
        {
            table.WriteText(request.Terminal, kind == DependenceKind.Pdp ? "mean" : table.Axes.Count == 1 ? "effect on the" : "effect beyond each alone on the");
        }

        request.TellOutput();
    }

    private static void ExplainInteractions(ExplainRequest request, string[] names, FitContext context)
    {
        var strength = InteractionStrength.Of(request.Package.Predictor.Model, request.Rows, names, context: context);
        int output = request.OutputOf(strength.Outputs) ?? 0;
        BarChart bars = DependenceCharts.Bars(strength, output);
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"Which columns {request.Package.Name} takes together", RowsText(request, strength.RowCount), [DependenceCharts.Draw(strength, output), bars]);
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer =>
            {
                WriteHead(writer, request, DependenceKind.Interactions, strength.RowCount);
                writer.WriteString("unit", strength.Unit(output));
                WriteStrengths(writer, strength, output);
            });
            return;
        }

        request.Terminal.Line($" {RowsText(request, strength.RowCount)}   what columns do together beyond each alone: its deviation of the {strength.Unit(output)}, and H, its share of the joint effect");
        request.Terminal.Line();
        if (bars.Items[0].Value > 0)
        {
            WriteStrengths(request.Terminal, strength, bars, output);
        }
        else
        {
            request.Terminal.Line(strength.Features.Count == 1 ? " the column acts together with no other" : " no columns act together");
        }

        request.TellOutput();
    }

    private static void WriteStrengths(Terminal terminal, InteractionStrength strength, BarChart bars, int output)
    {
        IReadOnlyList<(int First, int Second)> ranked = strength.Ranked(output);
        TextTable table = new TextTable(strength.Features.Count == 1 ? "column" : "columns", "", "deviation", "H").Right(2, 3);
        for (int i = 0; i < bars.Items.Count; i++)
        {
            double size = bars.Items[i].Value;
            table.Add(bars.Items[i].Label, TextChart.Bar(size / bars.Items[0].Value, BarWidth), Figures.Score(size), Figures.Score(strength.Strength(ranked[i].First, ranked[i].Second, output)));
        }

        table.Write(terminal);
    }

    private static string RowsText(ExplainRequest request, int rows) => rows == request.Rows.RowCount ? $"{NumberText.Counted(rows, "row")} of {request.Table}" : $"{rows:N0} of the {NumberText.Counted(request.Rows.RowCount, "row")} of {request.Table}";

    private static void WriteHead(Utf8JsonWriter writer, ExplainRequest request, DependenceKind kind, int rows)
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "dependence");
        writer.WriteString("kind", kind.ToString().ToLowerInvariant());
        writer.WriteNumber("rows", rows);
    }

    private static void WriteStrengths(Utf8JsonWriter writer, InteractionStrength strength, int output)
    {
        writer.WriteStartArray("interactions");
        for (int i = 0; i < strength.Features.Count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                writer.WriteStartObject();
                writer.Texts("columns", i == j ? [strength.Features[i].Name] : [strength.Features[j].Name, strength.Features[i].Name]);
                writer.Number("h", strength.Strength(i, j, output));
                writer.Number("size", strength.Size(i, j, output));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }
}
