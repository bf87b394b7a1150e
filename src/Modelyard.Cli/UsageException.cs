namespace Modelyard.Cli;

/// <summary>Represents a command line that makes no sense, found after it was parsed.</summary>
internal sealed class UsageException(string message) : Exception(message);
