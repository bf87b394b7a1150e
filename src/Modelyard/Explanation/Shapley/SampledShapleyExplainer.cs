using Modelyard.Explanation.Shapley.Games;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents Shapley values of any model or function, by its outputs for rows whose unknown features come from a background.</summary>
/// <remarks>
/// A set of features is worth the mean output over the rows of the background, with the features of the set taken from the row that is explained.
/// Classes are explained by their probabilities. The same seed gives the same values, for one row and many, on any number of threads.
/// </remarks>
public abstract class SampledShapleyExplainer : IShapleyExplainer
{
    /// <summary>The standard errors within which 95 of 100 estimates lie.</summary>
    internal const double Surely = 1.96;

    private protected SampledShapleyExplainer(CoalitionGame game, ShapleyOptions options)
    {
        Game = game;
        Options = options;
    }

    /// <inheritdoc/>
    public FeatureSchema Features => Game.Function.Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => Game.Function.Outputs;

    /// <inheritdoc/>
    public ShapleyScale Scale => Game.Function.Scale;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Base => Game.Base;

    /// <summary>Gets the standard errors of <see cref="Base"/>; 0 where all rows of the background were looked at.</summary>
    public ReadOnlySpan<double> BaseErrors => Game.BaseErrors;

    /// <summary>Gets the number of rows of the background that are looked at.</summary>
    public int BackgroundRows => Game.BackgroundRows;

    /// <summary>Gets the options.</summary>
    public ShapleyOptions Options { get; }

    private protected CoalitionGame Game { get; }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions) => Explain(row, contributions, []);

    /// <summary>Explains one row and tells how sure each contribution is.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="contributions">Receives outputs x features numbers, output by output.</param>
    /// <param name="errors">Receives as many standard errors, 0 where nothing was estimated; or is empty.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions, Span<double> errors)
    {
        int features = Features.Count, outputs = Outputs.Count, players = Game.Players;
        RowCheck.Features(row, features);
        RowCheck.Results(contributions, outputs * features);
        if (!errors.IsEmpty)
        {
            RowCheck.Results(errors, outputs * features);
        }

        double[] values = new double[outputs * players], deviations = new double[outputs * players];
        Estimate(row, values, deviations);
        contributions.Clear();
        errors.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            int place = (i / players * features) + Game.FeatureOf(i % players);
            contributions[place] = values[i];
            if (!errors.IsEmpty)
            {
                errors[place] = deviations[i];
            }
        }
    }

    /// <summary>Estimates the value of each player.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">Receives outputs x players.</param>
    /// <param name="errors">Receives the standard errors; all 0 before.</param>
    private protected abstract void Estimate(ReadOnlySpan<double> row, Span<double> values, Span<double> errors);

    private protected static CoalitionGame GameOf(IModel model, Matrix background, ShapleyOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(background);
        return new CoalitionGame(ModelFunction.Of(model), ShapleyBackground.Of(background), options?.BackgroundRows);
    }

    private protected static CoalitionGame GameOf(Func<Matrix, double[]> function, FeatureSchema features, Matrix background, ShapleyOptions? options)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(background);
        return new CoalitionGame(ModelFunction.Of(function, features), ShapleyBackground.Of(background), options?.BackgroundRows);
    }
}
