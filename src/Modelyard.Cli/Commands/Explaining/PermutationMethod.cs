using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Explains by shuffling: how much a score suffers when the cells of a column, or of several together, are mixed among the rows.</summary>
internal sealed class PermutationMethod : IExplainMethod
{
    private const int BarWidth = 24;
    private const int FewestRows = 10;
    private readonly Option<string?> _metric = new("--metric") { Description = "permutation: the score that suffers; by default ROC AUC of two classes, accuracy of more, RMSE of numbers." };
    private readonly Option<int> _repeats = new Option<int>("--repeats") { Description = "permutation: how often each column is shuffled.", DefaultValueFactory = _ => 20 }.Plainly("a whole number, 1 or greater");
    private readonly Option<string[]> _groups = new("--group") { Description = "permutation: columns that are shuffled together, as a,b or name=a,b; may be given several times." };
    private readonly Option<double?> _correlated = new Option<double?>("--correlated") { Description = "permutation: shuffle those columns together whose mean association is at least this, such as 0.7." }.Plainly("a number from 0 to 1");
    private readonly Option<bool> _conditional = new("--conditional") { Description = "permutation: shuffle only among rows that are alike in the other columns: what a column adds to them." };

    /// <inheritdoc/>
    public string Name => "permutation";

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_metric, _repeats, _groups, _correlated, _conditional];

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        ParseResult parsed = request.Parsed;
        request.CheckNoRow(Name);
        if (request.Class is not null)
        {
            throw new UsageException("'--class' chooses an output, and shuffling tells of a score of all. Leave '--class' out.");
        }

        Predictor predictor = request.Package.Predictor;
        Dataset data = Labelled(request);
        if (data.RowCount < FewestRows)
        {
            throw new ModelyardException($"The rows of '{request.Table}' with a target are '{data.RowCount}': shuffled among so few, a column keeps most of its cells, and the loss says nothing. Give '{FewestRows}' rows or more.");
        }

        IMetric metric = parsed.GetValue(_metric) is { } name ? MetricCatalogue.Find(name, predictor.Task) : MetricCatalogue.Default(predictor.Task, predictor.Classes.Count);
        var context = new FitContext { Seed = request.Seed };
        var options = new PermutationOptions { Repeats = RepeatsOf(parsed), Groups = GroupsOf(request, data, context), IsConditional = parsed.GetValue(_conditional) };
        IReadOnlyList<FeatureImportance> importances = PermutationImportance.Compute(predictor.Model, data, metric, options, context);
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"What {request.Package.Name} leans on", $"{NumberText.Counted(data.RowCount, "row")} of {request.Table}", [ImportanceCharts.Bars(importances, metric.Name)]);
        }

        if (request.Json)
        {
            WriteJson(request, importances, metric, data.RowCount, options);
        }
        else
        {
            WriteText(request, importances, metric, data.RowCount, options);
        }
    }

    /// <summary>Gets the rows whose target is known.</summary>
    private static Dataset Labelled(ExplainRequest request)
    {
        Predictor predictor = request.Package.Predictor;
        if (predictor.Task == TaskKind.AnomalyDetection)
        {
            throw new ModelyardException($"The model '{request.Package.Name}' detects anomalies and predicts no target; there is no score that could suffer. Take '--method dependence' or 'shap'.");
        }

        if (!request.Frame.TryGetColumn(predictor.TargetName, out _))
        {
            throw new ModelyardException($"'{request.Table}' has no column '{predictor.TargetName}', the target: how much a score suffers is known only where the truth is. Give rows with their target, or take '--method dependence' or 'shap'.");
        }

        var target = TargetPlan.OfModel(predictor.TargetName, predictor.Task, predictor.Classes);
        int[] present = target.PresentRows(request.Frame);
        return present.Length > 0
            ? target.Encode(present.Length == request.Frame.RowCount ? request.Frame : request.Frame.Take(present), new RowEncoder(predictor.Inputs), Environment.ProcessorCount)
            : throw new ModelyardException($"The target '{target.Name}' is missing in every row of '{request.Table}'; there is nothing to score predictions by.");
    }

    private int RepeatsOf(ParseResult parsed)
    {
        int repeats = parsed.GetValue(_repeats);
        return repeats >= 1 ? repeats : throw new UsageException($"'--repeats' is '{repeats}' and must be a whole number, 1 or greater.");
    }

    private FeatureGroup[] GroupsOf(ExplainRequest request, Dataset data, FitContext context)
    {
        string[] given = request.Parsed.GetValue(_groups) ?? [];
        if (request.Parsed.GetValue(_correlated) is not { } least)
        {
            FeatureGroup[] groups = Array.ConvertAll(given, GroupOf);
            request.CheckCommas(_groups.Name, groups.SelectMany(group => group.Features));
            return groups;
        }

        return given.Length > 0 ? throw new UsageException("'--group' names the groups and '--correlated' finds them. Give one of the two.")
            : least is >= 0 and <= 1 ? [.. FeatureGroup.FindCorrelated(data, least, context.Parallelism)]
            : throw new UsageException($"'--correlated' is '{least}' and must be a number from 0 to 1.");
    }

    /// <summary>Reads 'a,b' or 'name=a,b'.</summary>
    private static FeatureGroup GroupOf(string text)
    {
        int equals = SharedOptions.EqualsSign(text);
        string[] names = SharedOptions.Names(text[(equals + 1)..]);
        return names.Length > 0
            ? new FeatureGroup(equals > 0 ? SharedOptions.Unquoted(text[..equals].Trim()) : string.Join(" + ", names), names)
            : throw new UsageException($"'--group' is '{text}' and must be columns with commas between them, as a,b or name=a,b.");
    }

    private static void WriteText(ExplainRequest request, IReadOnlyList<FeatureImportance> importances, IMetric metric, int rows, PermutationOptions options)
    {
        request.Terminal.Line($" {NumberText.Counted(rows, "row")} of {request.Table}   loss of {metric.Name} when shuffled{(options.IsConditional ? " among rows that are alike in the other columns" : "")}");
        request.Terminal.Line();
        double greatest = importances.Max(one => Math.Max(0, one.Mean));
        TextTable table = new TextTable("column", "", "loss", "95 % interval", "p-value").Right(2, 4);
        foreach (FeatureImportance one in importances)
        {
            string interval = double.IsNaN(one.Low) ? "-" : $"{Figures.Score(one.Low)} to {Figures.Score(one.High)}";
            table.Add(one.Feature, TextChart.Bar(greatest > 0 ? one.Mean / greatest : 0, BarWidth), Figures.Score(one.Mean), interval, Figures.Chance(one.PValue, one.IsUpperBound));
        }

        table.Write(request.Terminal);
        request.TellOutput();
    }

    private static void WriteJson(ExplainRequest request, IReadOnlyList<FeatureImportance> importances, IMetric metric, int rows, PermutationOptions options) => JsonText.Write(request.Terminal, writer =>
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "permutation");
        writer.WriteString("metric", metric.Name);
        writer.WriteNumber("rows", rows);
        writer.WriteBoolean("conditional", options.IsConditional);
        writer.Objects("importances", importances, one =>
        {
            writer.WriteString("column", one.Feature);
            writer.Number("loss", one.Mean);
            writer.Number("low", one.Low);
            writer.Number("high", one.High);
            writer.Number("p_value", one.PValue);
            if (options.Groups.FirstOrDefault(group => group.Name == one.Feature) is { } group)
            {
                writer.Texts("columns", group.Features);
            }

        });
    });
}
