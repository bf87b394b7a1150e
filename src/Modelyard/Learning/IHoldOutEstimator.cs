namespace Modelyard.Learning;

/// <summary>Defines an estimator that sets rows apart from those that its inner estimator learns from, and promises something that rests on them.</summary>
/// <remarks>A preparation before it would learn from those rows too, such as the mean target of each level; a pipeline is therefore fitted inside of it.</remarks>
public interface IHoldOutEstimator : IEstimator
{
    /// <summary>Gets the inner estimator.</summary>
    IEstimator Estimator { get; }

    /// <summary>Makes the same of another inner estimator.</summary>
    /// <param name="estimator">The inner estimator, for the same task.</param>
    /// <returns>The estimator with the other settings as they are.</returns>
    IHoldOutEstimator Over(IEstimator estimator);
}
