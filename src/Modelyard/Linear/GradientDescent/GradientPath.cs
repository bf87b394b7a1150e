using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the way that gradient descent took: the parameters and the cost at the start and after each step.</summary>
public sealed class GradientPath
{
    private readonly double[] _costs;

    internal GradientPath(IReadOnlyList<string> names, Matrix parameters, double[] costs)
    {
        Names = names;
        Parameters = parameters;
        _costs = costs;
    }

    /// <summary>Gets the names of the parameters: the features, score by score, and then the intercept.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the parameters, points x parameters; the first point is the start.</summary>
    public Matrix Parameters { get; }

    /// <summary>Gets the cost at each point: the mean loss of the rows and the penalty.</summary>
    public ReadOnlySpan<double> Costs => _costs;

    /// <summary>Gets the number of steps.</summary>
    public int StepCount => _costs.Length - 1;
}
