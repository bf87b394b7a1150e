namespace Modelyard.Frames;

/// <summary>Says that a member of a record is no column of a table.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IgnoreColumnAttribute : Attribute;
