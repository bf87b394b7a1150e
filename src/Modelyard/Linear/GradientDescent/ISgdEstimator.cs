using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Defines what gradient descent asks of the estimator that it serves.</summary>
internal interface ISgdEstimator : IIncrementalEstimator
{
    /// <summary>Creates what makes the passes.</summary>
    /// <param name="classes">The number of classes; 0 for regression.</param>
    /// <param name="context">What surrounds the fit.</param>
    SgdLearning CreateLearning(int classes, FitContext context);

    /// <summary>Creates the parameters at the start.</summary>
    /// <param name="shape">What the data looks like.</param>
    /// <param name="rows">The first rows.</param>
    SgdState Start(DataShape shape, SgdRows rows);

    /// <summary>Creates the model of parameters.</summary>
    /// <param name="shape">What the data looks like.</param>
    /// <param name="state">The parameters.</param>
    /// <param name="moments">The moments of the features.</param>
    IPredictiveModel CreateModel(DataShape shape, SgdState state, FeatureMoments moments);
}
