namespace Modelyard.Learning;

/// <summary>Checks, before any work is done, that a learner can take the data.</summary>
public static class FitChecks
{
    /// <summary>Checks the hyperparameters, the kind of the target, and that there is nothing in the data that the learner does not support.</summary>
    /// <param name="learner">The learner; every <c>Fit</c> calls this first.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="ModelyardException">A hyperparameter is out of range, or the data does not suit the learner.</exception>
    public static void Run(ILearner learner, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(data);
        Hyperparameters.Check(learner);
        string name = learner.GetType().Name;
        if (data.RowCount == 0)
        {
            throw new ModelyardException($"'{name}' was given no rows and needs at least one.");
        }

        if (learner is IEstimator estimator)
        {
            CheckTarget(name, estimator, data);
        }

        if (data.HasWeights && !learner.Traits.Weights)
        {
            throw new ModelyardException($"'{name}' does not support weights. Take them away, or choose an estimator that does.");
        }

        CheckFeatures(name, learner.Traits, data);
    }

    private static void CheckTarget(string name, IEstimator estimator, Dataset data)
    {
        if (estimator.Task != data.Task)
        {
            throw new ModelyardException($"'{name}' is for {estimator.Task} and the target '{data.TargetName}' is for {data.Task}.");
        }

        if (data.Task == TaskKind.Classification && data.ClassCount < 2)
        {
            throw new ModelyardException($"The target '{data.TargetName}' has the one class '{data.Classes[0]}'; '{name}' needs at least two.");
        }
    }

    private static void CheckFeatures(string name, LearnerTraits traits, Dataset data)
    {
        for (int row = 0; row < data.RowCount; row++)
        {
            ReadOnlySpan<double> features = data.Features.Row(row);
            for (int column = 0; column < features.Length; column++)
            {
                double value = features[column];
                if (double.IsFinite(value))
                {
                    continue;
                }

                if (double.IsInfinity(value))
                {
                    throw new ModelyardException($"The feature '{data.Schema[column].Name}' is '{value}' in row '{row}' and must be finite or missing.");
                }

                if (!traits.MissingValues)
                {
                    throw new ModelyardException(
                        $"The feature '{data.Schema[column].Name}' is missing in row '{row}' and '{name}' does not support missing values. Impute them first.");
                }
            }
        }
    }
}
