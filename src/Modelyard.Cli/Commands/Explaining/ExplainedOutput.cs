using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Finds the output of a model that is to be explained.</summary>
internal static class ExplainedOutput
{
    /// <summary>Finds the output of a class.</summary>
    /// <param name="outputs">The names of the outputs.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="name">The class that was asked for; null for none.</param>
    /// <returns>The place of the output; null if none was asked for.</returns>
    internal static int? Find(IReadOnlyList<string> outputs, Predictor predictor, string? name)
    {
        if (name is null)
        {
            return null;
        }

        int place = outputs.ToList().IndexOf(name);
        return place >= 0 ? place : throw new UsageException(predictor.Classes.Contains(name)
            ? $"The class '{name}' is the first of two and has the opposite contributions of '{outputs[0]}', which is explained. Leave '--class' out."
            : predictor.Classes.Count == 0 ? "The model predicts a number. Leave '--class' out." : $"The class '{name}' is not one of {string.Join(", ", outputs)}.");
    }
}
