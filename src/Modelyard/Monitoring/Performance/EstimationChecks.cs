using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Checks what estimates of performance are made from.</summary>
internal static class EstimationChecks
{
    private const int LeastReplicates = 50;

    internal static void Settings(double confidence, int replicates, int leastRows, double leastEffectiveRows, double mostUncovered)
    {
        if (!(confidence is > 0 and < 1))
        {
            throw new ModelyardException($"The confidence is '{confidence}' and must lie between 0 and 1.");
        }

        if (replicates < LeastReplicates)
        {
            throw new ModelyardException($"There are '{replicates}' replicates and there must be {LeastReplicates} or more, as the ends of intervals are the most extreme of them.");
        }

        if (leastRows < 1 || !(leastEffectiveRows >= 1) || !(mostUncovered is >= 0 and <= 1))
        {
            throw new ModelyardException(
                $"The least number of rows is '{leastRows}', that of effective rows '{leastEffectiveRows}', and the greatest share without reference '{mostUncovered}'; they must be 1 or greater, 1 or greater, and from 0 to 1.");
        }
    }

    /// <summary>Checks that a reference has rows enough, with predictions and weights that are numbers.</summary>
    internal static void Rows(Predictions reference, Dataset? inputs, int least)
    {
        if (reference.Count < least)
        {
            throw new ModelyardException($"The reference has '{reference.Count}' rows and must have {least} or more, as what is learned of errors comes from them alone.");
        }

        if (inputs is not null && inputs.RowCount != reference.Count)
        {
            throw new ModelyardException($"There are '{inputs.RowCount}' rows of inputs and '{reference.Count}' predictions of the reference, and there must be one prediction a row.");
        }

        Predicted(reference, "reference");
        double total = 0;
        foreach (double weight in reference.Weights)
        {
            total += weight >= 0 && double.IsFinite(weight) ? weight : double.NaN;
        }

        if (!reference.Weights.IsEmpty && !(total > 0))
        {
            throw new ModelyardException("The weights of the reference must be finite numbers of 0 or more, not all 0.");
        }
    }

    /// <summary>Checks that a window is of the same model as the reference.</summary>
    internal static void Window(PredictionWindow window, Predictions reference, Dataset? inputs)
    {
        if (window.Task != reference.Task || !window.Classes.SequenceEqual(reference.Classes))
        {
            throw new ModelyardException(
                $"The window is of a {window.Task} of the classes {string.Join(", ", window.Classes.Take(10))} and the reference of a {reference.Task} of {string.Join(", ", reference.Classes.Take(10))}; they must be of one model.");
        }

        if (reference.Task == TaskKind.Classification && window.Predictions.Probabilities is null)
        {
            throw new ModelyardException("The window holds no probabilities, and there must be some, as in the reference.");
        }

        if (inputs is null != window.Inputs is null)
        {
            throw new ModelyardException(inputs is null
                ? "The window has inputs and the reference has none. Give the inputs of the reference too, or leave out those of the window."
                : "The reference has inputs and the window has none. Give the inputs of the window too, or leave out those of the reference.");
        }

        if (inputs is not null && !inputs.Schema.SequenceEqual(window.Inputs!.Schema))
        {
            throw new ModelyardException(
                $"The reference has the inputs {string.Join(", ", inputs.Schema.Take(10).Select(one => one.Name))} and the window {string.Join(", ", window.Inputs!.Schema.Take(10).Select(one => one.Name))}; names, kinds and levels must be the same.");
        }

        Predicted(window.Predictions, "window");
    }

    private static void Predicted(Predictions predictions, string place)
    {
        for (int row = 0; row < predictions.Count; row++)
        {
            if (predictions.Probabilities is { } probabilities)
            {
                foreach (double probability in probabilities.Row(row))
                {
                    if (!(probability is >= 0 and <= 1))
                    {
                        throw new ModelyardException($"A probability of row '{row}' of the {place} is '{probability}' and must be from 0 to 1. Leave out rows that were not answered.");
                    }
                }
            }
            else if (predictions.Task == TaskKind.Regression && !double.IsFinite(predictions.Predicted[row]))
            {
                throw new ModelyardException($"The prediction of row '{row}' of the {place} is '{predictions.Predicted[row]}' and must be finite. Leave out rows that were not answered.");
            }
        }
    }
}
