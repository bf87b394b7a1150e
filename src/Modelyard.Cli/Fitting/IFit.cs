using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Cli;

/// <summary>Defines the fit of one estimator to a table, which is run once and then shown.</summary>
internal interface IFit
{
    /// <summary>Gets the predictions, for the test rows if there are any.</summary>
    Frame Predictions { get; }

    /// <summary>Fits the estimator and scores it.</summary>
    /// <param name="testPath">The table to score it on beside the training rows; null if there is none.</param>
    /// <param name="context">What surrounds the fit.</param>
    void Run(string? testPath, FitContext context);

    /// <summary>Writes what was learned as members of a JSON object.</summary>
    void WriteJson(Utf8JsonWriter json);

    /// <summary>Writes what was learned for people.</summary>
    void WriteText(Terminal terminal);
}
