using Modelyard.Charts;
using Modelyard.Explanation.Counterfactuals;
using Modelyard.Explanation.Shapley;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says in plain words what a model predicts for a row, why, what would change it, and how sure that is.</summary>
/// <param name="request">The model and the row.</param>
/// <param name="outlook">What is predicted.</param>
/// <param name="explanation">Why.</param>
/// <param name="baseChance">The chance of the predicted class where nothing is known of the row; null if that is no chance.</param>
/// <param name="otherwise">What would change it.</param>
/// <param name="account">The words for that.</param>
internal sealed class RowWords(ExplainRequest request, RowOutlook outlook, PredictionExplanation explanation, double? baseChance, CounterfactualResult otherwise, CounterfactualAccount account)
{
    private const int MostFor = 3;
    private const int MostAgainst = 2;
    private const int MostChanges = 3;

    // Of fewer rows shares say nothing.
    private const int FewestOthers = 5;
    private const double LeastShare = 0.05;
    private readonly Predictor _predictor = request.Package.Predictor;
    private readonly CellWords _cells = new(request.Package.Predictor.Inputs, outlook.Others);

    private bool IsNumber => outlook.Class < 0;

    private string Answer => IsNumber ? NumberText.Value(outlook.Value) : $"'{_predictor.Classes[outlook.Class]}'";

    /// <summary>Gets what is predicted.</summary>
    internal string Headline => IsNumber
        ? $"The model predicts {Answer} for '{_predictor.TargetName}' in row {request.Row + 1:N0}."
        : $"The model predicts {Answer} for '{_predictor.TargetName}' in row {request.Row + 1:N0}, with a chance of {CellWords.Chance(outlook.Value)}.";

    /// <summary>Lists all that is said, the headline first.</summary>
    internal IReadOnlyList<string> All() => [.. new[] { Headline, CoverageWords.Of(_predictor, outlook.Row), Place(), Reasons(), Change(), Surety() }.Where(text => text.Length > 0)];

    /// <summary>Says how the prediction lies among those of the table.</summary>
    private string Place()
    {
        double lower = outlook.OtherValues.Count(other => other < outlook.Value), higher = outlook.OtherValues.Count(other => other > outlook.Value), all = outlook.OtherValues.Length;
        if (lower + higher == 0 || all < FewestOthers)
        {
            return "";
        }

        string place = lower >= higher
            ? $"higher than for {NumberText.Percent(lower / all, 0)}"
            : $"lower than for {NumberText.Percent(higher / all, 0)}";
        string text = $"That {(IsNumber ? "number" : "chance")} is {place} of the other rows of {request.Table}.";
        return IsNumber || outlook.SameShare is not (> 0.5 or < 0.1) ? text : $"{text} It says {Answer} for {NumberText.Percent(outlook.SameShare, 0)} of them.";
    }

    /// <summary>Says what speaks for the prediction and what against it; of a number what raises and what lowers it.</summary>
    private string Reasons()
    {
        double all = explanation.Contributions.Sum(one => Math.Abs(one.Contribution)), net = explanation.Contributions.Sum(one => one.Contribution);
        string[] up = Phrases(1, MostFor), down = Phrases(-1, MostAgainst);
        if (all == 0 || (up.Length == 0 && down.Length == 0))
        {
            return all == 0 ? "The prediction depends on no column of the row." : "No column alone moves the prediction by more than the estimate may be off.";
        }

        if (IsNumber)
        {
            return string.Join(' ', new[]
            {
                explanation.Scale == ShapleyScale.Prediction ? $"If it knew nothing of the row, it would say {NumberText.WithError(explanation.Base, explanation.BaseError)}." : "",
                up.Length > 0 ? $"It goes up mostly because {CellWords.Join(up)}." : "Hardly anything raises it.",
                down.Length > 0 ? $"It goes down mostly because {CellWords.Join(down)}." : "Hardly anything lowers it.",
            }.Where(text => text.Length > 0));
        }

        bool isLifted = baseChance is { } nothing ? outlook.Value > nothing : net > 0;
        string reasons = up.Length == 0 ? ""
            : isLifted ? $"It says so mostly because {CellWords.Join(up)}."
            : $"The row itself speaks rather against that: the model begins with what holds for most rows, and this row does not outweigh it. What speaks for it is that {CellWords.Join(up)}.";
        string against = down.Length > 0 ? $"What speaks against it is that {CellWords.Join(down)}." : "Hardly anything speaks against it.";
        string start = outlook.OtherValues.Length > 1 ? $"On average over the other rows that chance is {CellWords.Chance(outlook.OtherValues.Average())}. " : "";
        return reasons.Length > 0 ? $"{start}{reasons} {against}" : start + against;

        string[] Phrases(double direction, int most) => [.. explanation.Ranked()
            .Where(one => one.IsTold && direction * one.Contribution > LeastShare * all)
            .Take(most)
            .Select(one => _cells.Of(one, outlook.Row[_predictor.Inputs.IndexOf(one.Column)]))];
    }

    /// <summary>Says what would have to be otherwise for another prediction.</summary>
    private string Change()
    {
        if (otherwise.Outcome == CounterfactualOutcome.AlreadyMet)
        {
            return "";
        }

        string other = outlook.Otherwise.Class is { } name ? $"'{name}'"
            : double.IsInfinity(outlook.Otherwise.Low) ? $"{NumberText.Value(outlook.Otherwise.High)} or less, as for half of the rows," : $"{NumberText.Value(outlook.Otherwise.Low)} or more, as for half of the rows,";
        if (otherwise.Counterfactuals.Count == 0)
        {
            return otherwise.Outcome == CounterfactualOutcome.NothingMayChange
                ? "What would change the prediction cannot be told: no cell of the row has another value in the table, or all are texts."
                : $"No change of its cells was found after which the model would say {other.TrimEnd(',')}.{Cut}";
        }

        Counterfactual one = otherwise.Counterfactuals[0];
        string plausible = one.IsPlausible ? "" : " Few rows of the table are like that, so take this with care.";
        string now = IsNumber ? $" (it would say {NumberText.Value(one.Value)})" : $" (with a chance of {CellWords.Chance(one.Value)})";
        return one.Changes.Count <= MostChanges
            ? $"It would say {other} if {account.Changes(one)}{now}.{plausible}{Cut}"
            : $"No small change would make it say {other.TrimEnd(',')}: it would take {one.Changes.Count} changes at once, of {CellWords.Join([.. one.Changes.Select(change => $"'{change.Column}'")])}, as listed below{now}.{plausible}{Cut}";
    }

    private string Cut => otherwise.IsComplete ? "" : " The search was ended early to save time; there may be a smaller change.";

    /// <summary>Says how sure the model is, from which chance on it says so, and how often it was right.</summary>
    private string Surety()
    {
        string quality = QualityWords.Of(request.Package);
        if (IsNumber)
        {
            return quality;
        }

        const double Usual = 0.5, Close = 0.1, VerySure = 0.9;

        // Without a threshold the border is where the next class would be as likely.
        double border = _predictor.Threshold is { } threshold ? outlook.Class == 1 ? threshold : 1 - threshold : (outlook.Value + otherwise.Value) / 2;
        var said = new List<string>();
        if (_predictor.Threshold is not null && Math.Abs(border - Usual) > 0.01)
        {
            said.Add($"It says {Answer} from a chance of {CellWords.Chance(border)} on; this border was chosen when the model was made.");
        }

        said.Add(outlook.Value - border < Close ? "This is a close call." : outlook.Value > VerySure ? "By its own reckoning the model is very sure of this." : "The model is fairly sure of this, not certain.");
        return string.Join(' ', quality.Length > 0 ? [.. said, quality] : said);
    }
}
