namespace Modelyard.Cli.Commands.Features;

/// <summary>Names ways to select columns, as the command calls them.</summary>
internal enum SelectionMethod
{
    Boruta,
    Rfe,
    Forward,
    Backward,
    Floating,
    Stability,
}
