using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Surrogates;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Explains a model by few rules that repeat it, and says where they do not.</summary>
internal sealed class SurrogateMethod : IExplainMethod
{
    private const int WeakestShown = 3;
    private readonly Option<int> _rules = new Option<int>("--rules") { Description = "surrogate: the greatest number of rules.", DefaultValueFactory = _ => SurrogateOptions.Default.Rules }.Plainly("a whole number, 2 or greater");

    /// <inheritdoc/>
    public string Name => "surrogate";

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_rules];

    /// <inheritdoc/>
    public void Explain(ExplainRequest request)
    {
        request.CheckNoRow(Name);
        request.RefuseClass(Name);
        int most = request.Parsed.GetValue(_rules);
        if (most < 2)
        {
            throw new UsageException($"'--rules' is '{most}' and must be a whole number, 2 or greater.");
        }

        var options = new SurrogateOptions { Rules = most, Depth = Math.Max(SurrogateOptions.Default.Depth, (int)Math.Ceiling(Math.Log2(most)) + 1) };
        var surrogate = GlobalSurrogate.Of(request.Package.Predictor, request.Background(options.MaxRows), options, new FitContext { Seed = request.Seed });
        if (request.Output is { } path)
        {
            ChartPage.Write(path, "Explanation", $"{surrogate.Rules.Count} rules for {request.Package.Name}", $"{surrogate.FittedRows + surrogate.TestRows:N0} {request.BackgroundText}", writer => RuleTable.Write(writer, surrogate));
        }

        if (request.Json)
        {
            JsonText.Write(request.Terminal, writer => WriteJson(writer, request, surrogate));
        }
        else
        {
            WriteText(request, surrogate);
        }
    }

    private static void WriteText(ExplainRequest request, GlobalSurrogate surrogate)
    {
        Terminal terminal = request.Terminal;
        terminal.Line($" {surrogate.FittedRows + surrogate.TestRows:N0} {request.BackgroundText}   {Summary(surrogate)}");
        terminal.Line();
        TextTable table = new TextTable(request.Package.Predictor.TargetName, "rows", "where").Right(1);
        foreach (SurrogateRule rule in surrogate.Rules.OrderByDescending(rule => rule.Share))
        {
            table.Add(RuleTable.Says(surrogate, rule), Plain(NumberText.Percent(rule.Share)), RuleTable.Where(rule));
        }

        table.Write(terminal);
        SurrogateRule[] weakest = [.. surrogate.Weakest().Take(WeakestShown)];
        terminal.Line();
        terminal.Line(weakest.Length == 0 ? " on no test row does the model say anything else" : " the model most often says something else where");
        foreach (SurrogateRule rule in weakest)
        {
            terminal.Line($"   {RuleTable.Where(rule)}: {Plain(RuleTable.Failing(rule))}");
        }

        request.TellOutput();
    }

    private static string Summary(GlobalSurrogate surrogate)
    {
        string fidelity = $"R2 {Interval(surrogate.Fidelity)} of {(surrogate.Classes.Count == 2 ? $"the probability of {surrogate.Classes[1]}" : "the predictions")}";
        return surrogate.Agreement is not { } agreement ? fidelity
            : $"same class for {Interval(agreement)} of the test rows{(surrogate.Classes.Count == 2 ? ", " + fidelity : "")}";
    }

    private static string Interval(ScoreInterval score) => $"{Figures.Score(score.Value)} ({Figures.Interval(score.Low, score.High)})";

    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    private static void WriteJson(Utf8JsonWriter writer, ExplainRequest request, GlobalSurrogate surrogate)
    {
        writer.WriteString("model", request.Package.Name);
        writer.WriteString("method", "surrogate");
        writer.WriteNumber("fitted_rows", surrogate.FittedRows);
        writer.WriteNumber("test_rows", surrogate.TestRows);
        WriteScore(writer, "fidelity", surrogate.Fidelity);
        if (surrogate.Agreement is { } agreement)
        {
            WriteScore(writer, "agreement", agreement);
        }

        writer.Objects("rules", surrogate.Rules, rule =>
        {
            writer.Texts("conditions", rule.Conditions);
            writer.Number("value", rule.Value);
            writer.WriteString("class", rule.Class);
            writer.WriteNumber("rows", rule.Rows);
            writer.Number("share", rule.Share);
            writer.Number("disagreement", rule.Disagreement);
            writer.Number("error", rule.Error);
            writer.Number("error_share", rule.ErrorShare);
        });
    }

    private static void WriteScore(Utf8JsonWriter writer, string name, ScoreInterval score)
    {
        writer.WriteStartObject(name);
        writer.Number("value", score.Value);
        writer.Number("low", score.Low);
        writer.Number("high", score.High);
        writer.WriteEndObject();
    }
}
