using System.CommandLine;
using Modelyard.Cli.Commands.Curves;

namespace Modelyard.Cli.Commands;

/// <summary>Shows how scores depend on the number of rows and on hyperparameters, and says what that means.</summary>
internal static class CurveCommand
{
    internal static Command Create(Terminal terminal) => new("curve", "Show how the scores of an estimator depend on the number of rows and on hyperparameters; over- and underfitting in words.")
    {
        LearningVerb.Create(terminal),
        ValidationVerb.Create(terminal),
        SliceVerb.Create(terminal),
    };
}
