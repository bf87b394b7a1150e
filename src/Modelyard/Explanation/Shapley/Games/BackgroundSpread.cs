using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley.Games;

/// <summary>Gathers values by each row of a background that is a sample, and so how far they may be from those by all rows.</summary>
/// <remarks>Values are sums of what sets are worth, and what a set is worth is a mean over the rows: so is a value, with the standard error of the mean of a sample without replacement.</remarks>
internal sealed class BackgroundSpread
{
    private readonly CoalitionGame _game;
    private readonly Matrix _values;

    /// <summary>Initializes sums.</summary>
    /// <param name="game">The game, of a sampled background.</param>
    /// <param name="values">The number of values.</param>
    internal BackgroundSpread(CoalitionGame game, int values)
    {
        _game = game;
        _values = new Matrix(values, game.BackgroundRows);
    }

    /// <summary>Adds what a set is worth to a value.</summary>
    /// <param name="value">The position of the value.</param>
    /// <param name="weight">The weight of the set.</param>
    /// <param name="worth">What it is worth by each row of the background.</param>
    internal void Add(int value, double weight, ReadOnlySpan<double> worth) => VectorKernels.Axpy(weight, worth, _values.Row(value));

    /// <summary>Adds the errors of the sample to others that are independent of it.</summary>
    /// <param name="errors">The standard errors of the values.</param>
    internal void Widen(Span<double> errors)
    {
        for (int i = 0; i < errors.Length; i++)
        {
            double own = _game.ErrorOfMean(_values.Row(i));
            errors[i] = Math.Sqrt((errors[i] * errors[i]) + (own * own));
        }
    }
}
