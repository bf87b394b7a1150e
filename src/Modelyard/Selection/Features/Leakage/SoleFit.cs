using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Predicts the target by one feature cut into bins, and adds up how far it is off on rows that it did not learn from.</summary>
internal abstract class SoleFit
{
    private protected SoleFit(Dataset data, int[] rows)
    {
        Data = data;
        Rows = rows;
    }

    private protected Dataset Data { get; }

    private protected int[] Rows { get; }

    /// <summary>Prepares the fit of one feature to some rows.</summary>
    internal static SoleFit Of(Dataset data, int feature, int[] rows) =>
        data.Task == TaskKind.Classification ? new SoleClasses(data, feature, rows) : new SoleLines(data, feature, rows);

    /// <summary>Learns from the rows of all folds but one, and adds the errors on the rows of that one, and those of guessing.</summary>
    /// <param name="folds">The fold of each row.</param>
    /// <param name="fold">The fold that is held out.</param>
    /// <param name="errors">What is added to for each row.</param>
    /// <param name="guessErrors">The same of guessing.</param>
    internal abstract void AddErrors(int[] folds, int fold, double[] errors, double[] guessErrors);
}
