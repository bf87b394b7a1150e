namespace Modelyard.Generators.Tests.Records;

[Flags]
public enum Days : ulong
{
    None = 0,
    Saturday = 1,
    Sunday = 2,
}
