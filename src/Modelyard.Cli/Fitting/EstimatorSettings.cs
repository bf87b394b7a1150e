using Modelyard.Catalogue;
using Modelyard.Learning;

namespace Modelyard.Cli;

/// <summary>Sets hyperparameters as '--set' gives them.</summary>
internal static class EstimatorSettings
{
    /// <summary>Changes hyperparameters of an estimator.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="settings">The settings, each as Name=Value.</param>
    internal static T Configure<T>(T estimator, string[] settings)
        where T : ILearner
    {
        var values = new List<KeyValuePair<string, object?>>();
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"The setting '{setting}' must be Name=Value, as in '--set Alpha=10'.");
            }

            Hyperparameter hyperparameter = Hyperparameters.Find(estimator, setting[..equals]);
            if (values.Exists(value => value.Key == hyperparameter.Name))
            {
                throw new UsageException($"'--set' gives '{hyperparameter.Name}' twice and must give it once.");
            }

            values.Add(KeyValuePair.Create(hyperparameter.Name, EstimatorCatalogue.Parse(hyperparameter, setting[(equals + 1)..])));
        }

        return Hyperparameters.With(estimator, values);
    }
}
