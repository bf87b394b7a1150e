using System.Runtime.Serialization;

namespace Modelyard.Generators.Tests.Records;

/// <summary>Values out of order, one with another name in tables and one with two names.</summary>
public enum Colour : sbyte
{
    Red = 3,
    [EnumMember(Value = "deep green")]
    Green = -1,
    Blue = 7,
    Azure = 7,
}
