using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Defines a way to choose among the features of a table.</summary>
/// <remarks>
/// A choice looks at the target of the rows that it is given. A score on those same rows, of a model on the chosen features, is too good: choose on training rows alone and score on others.
/// </remarks>
public interface IFeatureSelector
{
    /// <summary>Chooses features.</summary>
    /// <param name="data">The training rows, with a target; their features are dense.</param>
    /// <param name="context">The seed, the number of threads, the time, and the end if it is cancelled.</param>
    /// <returns>The choice; it is the same for any number of threads.</returns>
    /// <exception cref="ModelyardException">The data does not suit the method, or a fit fails.</exception>
    /// <exception cref="OperationCanceledException">The choice was cancelled.</exception>
    FeatureChoice Select(Dataset data, FitContext context);
}
