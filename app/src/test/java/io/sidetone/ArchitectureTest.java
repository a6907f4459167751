package io.sidetone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The map in ARCHITECTURE.md, as a test. A red test here means: change the code, or change the map. */
@AnalyzeClasses(packages = "io.sidetone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .ensureAllClassesAreContainedInArchitecture()
            .layer("hall")
            .definedBy("io.sidetone", "io.sidetone.server", "io.sidetone.settings")
            .layer("twilio")
            .definedBy("io.sidetone.twilio")
            .layer("call")
            .definedBy("io.sidetone.call")
            .layer("speech")
            .definedBy("io.sidetone.speech")
            .layer("wire")
            .definedBy("io.sidetone.speech.wire")
            .layer("lasting")
            .definedBy("io.sidetone.speech.lasting")
            .layer("deepgram")
            .definedBy("io.sidetone.speech.deepgram")
            .layer("assemblyai")
            .definedBy("io.sidetone.speech.assemblyai")
            .layer("redaction")
            .definedBy("io.sidetone.redaction")
            .layer("engine")
            .definedBy("io.sidetone.engine")
            .layer("embedded")
            .definedBy("io.sidetone.engine.embedded")
            .layer("identity")
            .definedBy("io.sidetone.identity")
            .layer("delivery")
            .definedBy("io.sidetone.delivery")
            .layer("dashboard")
            .definedBy("io.sidetone.dashboard")
            .layer("alerts")
            .definedBy("io.sidetone.alerts")
            .layer("page")
            .definedBy("io.sidetone.page")
            .layer("api")
            .definedBy("io.sidetone.api")
            .layer("export")
            .definedBy("io.sidetone.api.export")
            .layer("tracing")
            .definedBy("io.sidetone.tracing")
            .layer("tail")
            .definedBy("io.sidetone.tail")
            .layer("sim")
            .definedBy(
                    "io.sidetone.sim.twilio",
                    "io.sidetone.sim.deepgram",
                    "io.sidetone.sim.assemblyai",
                    "io.sidetone.sim.webhook")
            .layer("load")
            .definedBy("io.sidetone.sim.load")
            .layer("codec")
            .definedBy("io.sidetone.codec")
            .layer("twiml")
            .definedBy("io.sidetone.twiml")
            .whereLayer("hall")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("twilio")
            .mayOnlyAccessLayers("call", "codec", "twiml")
            .whereLayer("call")
            .mayOnlyAccessLayers("speech", "engine", "redaction")
            .whereLayer("speech")
            .mayOnlyAccessLayers("codec")
            .whereLayer("lasting")
            .mayOnlyAccessLayers("speech", "codec")
            .whereLayer("wire")
            .mayOnlyAccessLayers("speech", "codec")
            .whereLayer("deepgram")
            .mayOnlyAccessLayers("speech", "wire", "codec")
            .whereLayer("assemblyai")
            .mayOnlyAccessLayers("speech", "wire")
            .whereLayer("redaction")
            .mayNotAccessAnyLayer()
            .whereLayer("engine")
            .mayNotAccessAnyLayer()
            .whereLayer("embedded")
            .mayOnlyAccessLayers("engine")
            .whereLayer("delivery")
            .mayOnlyAccessLayers("engine", "redaction")
            .whereLayer("identity")
            .mayOnlyAccessLayers("engine")
            .whereLayer("alerts")
            .mayNotAccessAnyLayer()
            .whereLayer("page")
            .mayNotAccessAnyLayer()
            .whereLayer("dashboard")
            .mayOnlyAccessLayers("engine", "identity")
            .whereLayer("api")
            .mayOnlyAccessLayers("export", "engine", "delivery", "identity", "alerts")
            .whereLayer("export")
            .mayOnlyAccessLayers("engine")
            .whereLayer("tracing")
            .mayOnlyAccessLayers("engine")
            .whereLayer("tail")
            .mayNotAccessAnyLayer()
            .whereLayer("sim")
            .mayOnlyAccessLayers("codec", "twiml")
            .whereLayer("load")
            .mayOnlyAccessLayers("sim", "codec", "twiml")
            .whereLayer("codec")
            .mayNotAccessAnyLayer()
            .whereLayer("twiml")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.sidetone.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCodecNeedsTheJdkOnly = classes()
            .that()
            .resideInAPackage("io.sidetone.codec..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.sidetone.codec..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule redactionNeedsTheJdkOnly = classes()
            .that()
            .resideInAPackage("io.sidetone.redaction..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.sidetone.redaction..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule identityKnowsNoHttpLibrary = classes()
            .that()
            .resideInAPackage("io.sidetone.identity..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.sidetone.identity..", "io.sidetone.engine", "com.password4j..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule twilioJavaLivesInTwimlOnly = noClasses()
            .that()
            .resideOutsideOfPackage("io.sidetone.twiml..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.twilio..");

    @ArchTest
    static final ArchRule aCallNeedsNoLocks = noClasses()
            .that()
            .resideInAPackage("io.sidetone.call")
            .and()
            .doNotHaveSimpleName("Calls")
            .and()
            .doNotHaveSimpleName("CallMetrics") // counts are of all calls
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent.locks..", "java.util.concurrent.atomic..");

    @ArchTest
    static final ArchRule nothingIsSynchronizedInACall = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.sidetone.call")
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule aCallKnowsNoProtocol = noClasses()
            .that()
            .resideInAPackage("io.sidetone.call")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.handler..", "io.sidetone.twilio..");

    @ArchTest
    static final ArchRule timeIsHandedIn = noClasses()
            .that()
            .resideOutsideOfPackages("io.sidetone", "io.sidetone.server")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule theEnvironmentIsReadInTheHallOnly = noClasses()
            .that()
            .resideOutsideOfPackages("io.sidetone", "io.sidetone.settings")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
