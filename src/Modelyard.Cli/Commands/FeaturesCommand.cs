using System.CommandLine;
using Modelyard.Cli.Commands.Features;

namespace Modelyard.Cli.Commands;

/// <summary>Says what columns are worth before anything is trained.</summary>
internal static class FeaturesCommand
{
    internal static Command Create(Terminal terminal) => new("features", "Say what columns are worth before training: rank and select them, find leaks, see whether training and test rows differ.")
    {
        RankVerb.Create(terminal),
        SelectVerb.Create(terminal),
        LeakageVerb.Create(terminal),
        DriftVerb.Create(terminal),
    };
}
