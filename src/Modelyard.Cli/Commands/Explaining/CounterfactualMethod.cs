using System.CommandLine;
using Modelyard.Explanation.Counterfactuals;
using Modelyard.Learning;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Says what would have to be otherwise for another prediction.</summary>
internal sealed class CounterfactualMethod : IExplainMethod
{
    private readonly Option<string?> _want = new("--want") { Description = "The wanted class, or the wanted numbers as LOW..HIGH, of which one end may be left out; of two classes by default the other one." };
    private readonly Option<string[]> _immutable = new("--immutable") { Description = "Columns that stay as they are, with commas between them." };
    private readonly Option<string[]> _increase = new("--increase") { Description = "Columns that may only become greater, with commas between them." };
    private readonly Option<string[]> _decrease = new("--decrease") { Description = "Columns that may only become less, with commas between them." };
    private readonly Option<string[]> _range = new("--range") { Description = "The range in which a column of numbers or times may change, as COLUMN=LOW..HIGH; may be given several times." };
    private readonly Option<string[]> _levels = new("--levels") { Description = "The levels to which a column may change, as COLUMN=a,b; may be given several times." };
    private readonly Option<bool> _plausible = new("--plausible") { Description = "Take those changes alone after which the row is as near to the rows of the table as these are to each other." };
    private readonly Option<int> _count = new Option<int>("--count") { Description = "The greatest number of counterfactuals.", DefaultValueFactory = _ => 1 }.Plainly("a whole number, 1 or greater");

    /// <inheritdoc/>
    public string Name => "counterfactual";

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_want, _immutable, _increase, _decrease, _range, _levels, _plausible, _count];

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        double[] row = request.RowOf(Name);
        request.RefuseClass(Name);
        int count = request.Parsed.GetValue(_count);
        if (count < 1)
        {
            throw new UsageException($"'--count' is '{count}' and must be a whole number, 1 or greater.");
        }

        Predictor predictor = request.Package.Predictor;
        CounterfactualGoal goal = Goal(request.Parsed.GetValue(_want), predictor, row);
        var options = new CounterfactualOptions { Count = count, Constraints = Constraints(request), PlausibleOnly = request.Parsed.GetValue(_plausible) };
        CounterfactualResult result = CounterfactualExplainer.For(predictor, request.Background(), options).Explain(row, goal, new FitContext { Seed = request.Seed, Budget = TimeSpan.FromSeconds(5) });
        var account = new CounterfactualAccount(request, goal, result);
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"What would change row {request.Row + 1} of {request.Table}", request.Package.Name, account.WritePage);
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, account.WriteJson);
            return;
        }

        account.Print();
        request.TellOutput();
    }

    private static CounterfactualGoal Goal(string? wanted, Predictor predictor, double[] row)
    {
        if (predictor.Classes.Count == 0)
        {
            (double low, double high) = wanted is null
                ? throw new UsageException("The model predicts a number. Say which numbers are wanted, as in '--want 10..20'.")
                : NumberRange.Parse("--want", wanted);
            return CounterfactualGoal.ForRange(low, high);
        }

        if (wanted is not null)
        {
            return CounterfactualGoal.ForClass(wanted);
        }

        return predictor.Classes.Count == 2
            ? CounterfactualGoal.ForClass(predictor.Classes[1 - predictor.PredictClass(row, new double[2])])
            : throw new UsageException($"Say which class is wanted by '--want': one of {string.Join(", ", predictor.Classes)}.");
    }

    /// <summary>Gathers what is said of each column.</summary>
    private List<ColumnConstraint> Constraints(ExplainRequest request)
    {
        ParseResult parsed = request.Parsed;
        var found = new Dictionary<string, ColumnConstraint>(StringComparer.Ordinal);
        ColumnConstraint Of(string column) => found.GetValueOrDefault(column) ?? new ColumnConstraint(column);
        foreach (string column in SharedOptions.Names(parsed, _immutable))
        {
            found[column] = new ColumnConstraint(column) { IsFixed = true };
        }

        foreach (string column in SharedOptions.Names(parsed, _increase))
        {
            found[column] = Of(column) with { Direction = ChangeDirection.Increase };
        }

        foreach (string column in SharedOptions.Names(parsed, _decrease))
        {
            found[column] = Of(column).Direction == ChangeDirection.Increase
                ? throw new UsageException($"The column '{column}' stands in '--increase' and in '--decrease'. Name it in one, or in '--immutable'.")
                : Of(column) with { Direction = ChangeDirection.Decrease };
        }

        foreach (string text in parsed.GetValue(_range) ?? [])
        {
            int at = text.LastIndexOf('=');
            if (at <= 0)
            {
                throw new UsageException($"'--range' is '{text}' and must be COLUMN=LOW..HIGH, as in 'age=20..60'.");
            }

            string column = SharedOptions.Unquoted(text[..at].Trim());
            bool isTime = request.Package.Predictor.Inputs.FirstOrDefault(one => one.Name == column)?.Kind == FeatureKind.Timestamp;
            (double low, double high) = isTime ? NumberRange.ParseTimes("--range", text[(at + 1)..]) : NumberRange.Parse("--range", text[(at + 1)..]);
            found[column] = Of(column) with { Low = double.IsInfinity(low) ? null : low, High = double.IsInfinity(high) ? null : high };
        }

        foreach (string text in parsed.GetValue(_levels) ?? [])
        {
            int at = SharedOptions.EqualsSign(text);
            string[] levels = at <= 0 ? [] : SharedOptions.Names(text[(at + 1)..]);
            string column = levels.Length > 0 ? SharedOptions.Unquoted(text[..at].Trim()) : throw new UsageException($"'--levels' is '{text}' and must be COLUMN=LEVEL,LEVEL, as in 'contract=One year,Two year'.");
            found[column] = Of(column) with { Levels = levels };
        }

        request.CheckCommas(_immutable.Name, found.Keys);
        return [.. found.Values];
    }
}
