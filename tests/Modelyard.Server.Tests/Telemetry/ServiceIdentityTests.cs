using Modelyard.Server.Telemetry;

namespace Modelyard.Server.Tests.Telemetry;

public sealed class ServiceIdentityTests
{
    [Theory]
    [InlineData("", "modelyard  ")]
    [InlineData("OTEL_SERVICE_NAME=a;OTEL_RESOURCE_ATTRIBUTES=service.name=b,deployment.environment=c", "a c ")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES=service.name=b%20c,deployment.environment.name=d,nonsense,=e", "b c d ")]
    [InlineData("DD_SERVICE=a;DD_ENV=b;DD_TAGS=env:c,team:d:e,alone,:f", "a b team:d:e,alone:")]
    [InlineData("DD_TAGS=env:c service:d team:e", "d c team:e")]
    [InlineData("DD_SERVICE= ;OTEL_SERVICE_NAME=a", "a  ")]
    public void Variables_say_the_service_its_environment_and_its_tags(string variables, string expected)
    {
        var service = new ServiceIdentity(new TelemetryOptions { Variables = Read(variables) });
        Assert.Equal(expected, $"{service.Service} {service.Environment} {string.Join(',', service.Tags.Select(tag => $"{tag.Key}:{tag.Value}"))}");
        Assert.Equal(ServiceIdentity.ProgramVersion, service.Version);
    }

    [Fact]
    public void Options_come_before_all_variables()
    {
        var service = new ServiceIdentity(new TelemetryOptions { Service = "own", Environment = "here", Version = "9", Variables = Read("DD_SERVICE=a;DD_ENV=b;DD_VERSION=1") });
        Assert.Equal(("own", "here", "9"), (service.Service, service.Environment, service.Version));
    }

    private static Dictionary<string, string> Read(string variables) =>
        variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2)).ToDictionary(one => one[0], one => one[1], StringComparer.Ordinal);
}
