using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Writes and reads what the models of boosting share.</summary>
internal static class BoostingState
{
    internal static void Save(StateWriter state, FeatureSchema features, TreeEnsemble ensemble, double[] trainingLoss, double[] validationLoss)
    {
        state.Write("features", features);
        ensemble.Tables.Save(state);
        state.Write("training_loss", trainingLoss);
        state.Write("validation_loss", validationLoss);
    }

    internal static (FeatureSchema Features, TreeEnsemble Ensemble, double[] TrainingLoss, double[] ValidationLoss) Load(StateReader state, int outputs)
    {
        FeatureSchema features = state.ReadFeatures("features");
        var ensemble = new TreeEnsemble(EnsembleTables.Load(state, features.Count, outputs));
        return (features, ensemble, state.ReadDoubles("training_loss"), state.ReadDoubles("validation_loss"));
    }

    internal static void CheckRow(int length, FeatureSchema features)
    {
        if (length != features.Count)
        {
            throw new ArgumentException($"The row has '{length}' features and must have '{features.Count}'.", nameof(length));
        }
    }
}
